#!/usr/bin/env bash
# The portal, as browsers and programs without gRPC meet it, through the edge: signing in and out, RPCs as JSON and in binary with the
# services' own answers, streams, what a stranger may and may not, requests of other sites, and two replicas of which one ends.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/certificates.sh"
source "$root/deploy/lib/ports.sh"
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/build.sh"
source "$root/deploy/lib/database_url.sh"
source "$root/deploy/lib/services.sh"
source "$root/deploy/lib/redis.sh"
source "$root/deploy/lib/edge.sh"

plan=gaoping-2021-2025
page=https://localhost:$portal_port
get_plan=lianfang.submission.v1.PlanService/GetPlan
list_plans=lianfang.submission.v1.PlanService/ListPlans
json=(--header 'content-type: application/json')
stream=(--header 'content-type: application/connect+json')

finish() {
  kill "${watch:-}" 2>/dev/null || true
  touch "$scratch/enough"
  stop_process second-edge TERM 10 || true
  stop_process portal-b TERM 30 || true
  rm -rf "$scratch"
}
trap finish EXIT

# browse [OPTION...] PATH: a request through the edge as a browser without a certificate; COOKIES names the jar.
browse() { curl --silent --http2 --cacert "$ca_certificate" --cookie "${cookies:-/dev/null}" --cookie-jar "${cookies:-/dev/null}" "${@:1:$#-1}" "$page/${*: -1}"; }

# status [OPTION...] PATH: only the code of HTTP.
status() { browse --output "$scratch/body" --write-out '%{http_code}' "$@"; }

# rpc METHOD JSON [OPTION...]: an RPC as JSON.
rpc() { browse "${json[@]}" --data-binary "$2" "${@:3}" "$1"; }

# sign_in IDENTITY JAR: by a one-time link.
sign_in() {
  local link
  link=$(as "$1" portal login)
  rm -f "$2"
  curl --silent --cacert "$ca_certificate" --cookie-jar "$2" --output /dev/null --write-out '%{http_code}' "$link"
}

# envelope JSON: one message of a stream, as Connect frames it.
envelope() { /usr/bin/python3 -c 'import struct, sys; b = sys.argv[1].encode(); sys.stdout.buffer.write(struct.pack(">BI", 0, len(b)) + b)' "$1"; }

# messages FILE: the messages of a stream, a line each, with their flags.
messages() {
  /usr/bin/python3 -c 'import struct, sys
body, at = open(sys.argv[1], "rb").read(), 0
while at + 5 <= len(body):
    flags, length = struct.unpack_from(">BI", body, at)
    print(flags, body[at + 5:at + 5 + length].decode())
    at += 5 + length' "$1"
}

reason() { jq --raw-output '[.details[]? | select(.type == "google.rpc.ErrorInfo") | .debug.reason] | first // .code' "$@"; }

# --- signing in ---

link=$(as emergency portal login)
expect_equal "nobody is signed in at first" false "$(browse session | jq .signedIn)"
expect_equal "a link signs in, and leads to the page" "303 $page/" \
  "$(curl --silent --cacert "$ca_certificate" --cookie-jar "$scratch/emergency" --output /dev/null --write-out '%{http_code} %{redirect_url}' "$link")"
expect_equal "a second time it does not" "$page/login?failed=SESSION_EXPIRED" \
  "$(curl --silent --cacert "$ca_certificate" --output /dev/null --write-out '%{redirect_url}' "$link")"
cookies=$scratch/emergency
expect_equal "the session is the certificate's person's" "emergency liaison link" "$(browse session | jq --raw-output '.department + " " + .role + " " + .sessionKind')"
check "the cookie is for this host alone, and no script's" grep -q '^#HttpOnly_localhost.FALSE./.TRUE.0.__Host-lianfang' "$scratch/emergency"
kept_hashed() {
  local value
  value=$(awk '/__Host-lianfang/ {print $NF}' "$scratch/emergency")
  REDISCLI_AUTH=$(secret redis) redis-cli -h 127.0.0.1 -p "$redis_port" --no-auth-warning KEYS 'lianfang:portal:*' >"$scratch/keys"
  ! grep -q "$value" "$scratch/keys" && grep -q "session:$(printf '%s' "$value" | sha256sum | cut -d ' ' -f 1)" "$scratch/keys"
}
check "Redis has the cookie's hash and not the cookie" kept_hashed
# Whoever can write there copies a record to where a token of their own is looked for.
planted=$(printf 'a%.0s' {1..64})
plant() {
  REDISCLI_AUTH=$(secret redis) redis-cli -h 127.0.0.1 -p "$redis_port" --no-auth-warning COPY \
    "lianfang:portal:session:$(awk '/__Host-lianfang/ {print $NF}' "$scratch/emergency" | tr -d '\n' | sha256sum | cut -d ' ' -f 1)" \
    "lianfang:portal:session:$(printf '%s' "$planted" | sha256sum | cut -d ' ' -f 1)" REPLACE
}
expect_equal "a session that somebody writes to Redis is none" "1 false" \
  "$(plant) $(curl --silent --cacert "$ca_certificate" --cookie "__Host-lianfang=$planted" "$page/session" | jq .signedIn)"

# --- calls ---

expect_equal "a plan comes as JSON" "plans/$plan" "$(rpc "$get_plan" "{\"name\":\"plans/$plan\"}" | jq --raw-output .name)"
in_binary() {
  printf 'name: "plans/%s"' "$plan" | protoc --proto_path="$root/proto" --proto_path="$root/node_modules/google-proto-files" \
    --encode=lianfang.submission.v1.GetPlanRequest lianfang/submission/v1/plan_service.proto >"$scratch/request"
  browse --header 'content-type: application/proto' --data-binary "@$scratch/request" "$get_plan" |
    protoc --proto_path="$root/proto" --proto_path="$root/node_modules/google-proto-files" --decode=lianfang.type.v1.Plan lianfang/type/v1/plan.proto >"$scratch/decoded"
  grep -q "^name: \"plans/$plan\"" "$scratch/decoded"
}
check "and in binary" in_binary
expect_equal "the person's rights apply, no others" 403 "$(status "${json[@]}" --data-binary '{}' lianfang.submission.v1.LedgerService/ListLedgerEntries)"
rpc "$get_plan" '{"name":"plans/none"}' >"$scratch/error"
expect_equal "an error has its reason" NO_SUCH_PLAN "$(reason "$scratch/error")"
check "and says it in Chinese" grep -q '"locale":"zh-CN"' "$scratch/error"
rpc "$get_plan" '{"name":"none"}' >"$scratch/error"
expect_equal "a fault names its field" name "$(jq --raw-output '[.details[] | select(.type == "google.rpc.BadRequest") | .debug.fieldViolations[0].field] | first' "$scratch/error")"
expect_equal "a caller's time is the service's" deadline_exceeded "$(rpc "$list_plans" '{}' --header 'connect-timeout-ms: 0' | jq --raw-output .code)"
both_are_known() {
  rpc "$list_plans" '{}' --header "traceparent: 00-$(openssl rand -hex 16 | tee "$scratch/trace")-00f067aa0ba902b7-01" >/dev/null
  wait_until 10 grep -q "$(<"$scratch/trace")" "$log_dir/submission.log"
  grep "$(<"$scratch/trace")" "$log_dir/submission.log" |
    jq --exit-status 'select(.caller | endswith("/department/emergency/role/liaison")) | .peer == "spiffe://lianfang.local/service/portal" and .serial != "" and .address == "127.0.0.1"'
}
check "the service knows the person, the certificate, the portal and the address" both_are_known
buf_calls() {
  "$root/node_modules/.bin/buf" curl --schema "$root" --cacert "$ca_certificate" --cert "$cert_dir/office.crt" --key "$cert_dir/office.key" \
    --data '{}' "$page/$list_plans" >"$scratch/plans"
  grep -q "plans/$plan" "$scratch/plans"
}
check "a program calls with its certificate: buf curl" buf_calls

# --- what is no call ---

expect_equal "without a session there is no answer" "401 NOT_SIGNED_IN" "$(cookies=/dev/null status "${json[@]}" --data '{}' "$list_plans") $(reason "$scratch/body")"
expect_equal "an RPC that is not open to the portal is not there" 404 "$(status "${json[@]}" --data '{}' lianfang.portal.v1.PortalService/EndSessions)"
expect_equal "nor one that is nowhere" 404 "$(status "${json[@]}" --data '{}' lianfang.submission.v1.PlanService/DropPlans)"
expect_equal "a GET is none" 405 "$(status "$list_plans")"
expect_equal "a form of HTML is none" 415 "$(status --data 'a=b' "$list_plans")"
expect_equal "another site's page gets nothing" "403 CROSS_SITE" "$(status "${json[@]}" --header 'sec-fetch-site: cross-site' --data '{}' "$list_plans") $(reason "$scratch/body")"
expect_equal "nor by its origin" 403 "$(status "${json[@]}" --header 'origin: https://evil.example' --data '{}' "$list_plans")"
expect_equal "our own page does" 200 "$(status "${json[@]}" --header 'sec-fetch-site: same-origin' --header "origin: $page" --data '{}' "$list_plans")"
expect_equal "JSON that is not the request is refused" "400 NOT_THE_JSON" "$(status "${json[@]}" --data '{"plan":1}' "$list_plans") $(reason "$scratch/body")"
head --bytes 2000000 /dev/zero | tr '\0' ' ' >"$scratch/long"
expect_equal "a body that is too long is refused" "413 REQUEST_TOO_LONG" "$(status "${json[@]}" --data-binary "@$scratch/long" "$list_plans") $(reason "$scratch/body")"
# refused OPTION... PATH: neither a file nor the page.
refused() { [[ $(status --path-as-is "$@") == 40[04] ]]; }
for path in ../../../etc/passwd.txt '%2e%2e/%2e%2e/etc/passwd.txt' assets/../../../secrets/ca.key.txt assets/%2e%2e/index.html; do
  check "no path leads out of the page: $path" refused "$path"
done
forged() { cookies=/dev/null status "${json[@]}" --header 'x-forwarded-client-cert: URI=spiffe://lianfang.local/region/140581/department/hrss/role/office' --data '{}' "$list_plans"; }
expect_equal "an identity that the caller writes is dropped by the edge" "401 NOT_SIGNED_IN" "$(forged) $(reason "$scratch/body")"
behind_the_edge() {
  curl --silent --cacert "$ca_certificate" --cert "$cert_dir/emergency.crt" --key "$cert_dir/emergency.key" "${json[@]}" --data '{}' \
    --header 'x-forwarded-client-cert: URI=spiffe://lianfang.local/region/140581/department/hrss/role/office' \
    "https://localhost:$portal_https_port/$list_plans" | reason
}
expect_equal "and refused by the portal behind it" NOT_A_TRUSTED_PROXY "$(behind_the_edge)"
page_headers() {
  browse --head login >"$scratch/headers"
  grep -qi "^content-security-policy: default-src 'none'" "$scratch/headers" && grep -qi '^strict-transport-security' "$scratch/headers" &&
    grep -qi '^x-content-type-options: nosniff' "$scratch/headers" && ! grep -qi unsafe "$scratch/headers"
}
check "every answer says what a browser may do with it" page_headers
expect_equal "TLS 1.1 is not spoken" 35 "$(curl --silent --tls-max 1.1 --cacert "$ca_certificate" --output /dev/null "$page/" || printf '%s' $?)"

# --- a stranger's invitation ---

answer='{"name":"engagements/none","expert":"experts/none","token":"'$(printf 'a%.0s' {1..64})'","accept":true,"requestId":"0190b4a0-0000-7000-8000-000000000001"}'
expect_equal "a wrong token of an invitation says nothing" permission_denied \
  "$(cookies=/dev/null rpc lianfang.expert.v1.ExpertService/AnswerInvitation "$answer" | jq --raw-output .code)"

# --- streams ---

watches() {
  envelope '{"watches":[{"id":"duties","method":"lianfang.duty.v1.DutyService/WatchDuties","service":"submission","request":{"cursor":"now"}},{"id":"broken","method":"lianfang.submission.v1.SubmissionService/WatchReturns","request":{"cursor":"nonsense"}}]}' >"$scratch/watch"
  browse --no-buffer "${stream[@]}" --data-binary "@$scratch/watch" --output "$scratch/messages" watch &
  watch=$!
  wait_until 30 told_both
}
told_both() { messages "$scratch/messages" >"$scratch/told" && grep -q '"id":"duties","message"' "$scratch/told" && grep -q '"id":"broken","end":{"code":"invalid_argument"' "$scratch/told"; }
check "several streams come in one answer, and one that ends leaves the others" watches
kill "$watch"

# --- one of two replicas ends ---

start_second() {
  local name shift=1
  service_environment portal >"$env_dir/portal-b"
  for name in LISTEN HEALTH_LISTEN METRICS_LISTEN HTTPS_LISTEN; do
    sed -i "s|^LIANFANG_$name=.*|LIANFANG_$name=127.0.0.1:$((last_port + shift))|" "$env_dir/portal-b"
    shift=$((shift + 1))
  done
  start_process portal-b none "$(service_binary portal)"
  "$cli" health check --target "127.0.0.1:$((last_port + 2))" --wait 30s
}
# second [OPTION...] PATH: a request to the second replica itself.
second() {
  curl --silent --cacert "$ca_certificate" --connect-to "localhost:$portal_port:127.0.0.1:$((last_port + 4))" --cookie "$cookies" "${@:1:$#-1}" "$page/${*: -1}"
}
check "a second replica starts" start_second
expect_equal "it knows the session" true "$(second session | jq .signedIn)"
# An edge before both replicas, and somebody who calls through it without a pause.
start_second_edge() {
  edge_environment | sed -e "s|^LIANFANG_LISTEN=.*|LIANFANG_LISTEN=127.0.0.1:$((last_port + 12))|" \
    -e "s|^LIANFANG_HEALTH_LISTEN=.*|LIANFANG_HEALTH_LISTEN=127.0.0.1:$((last_port + 13))|" \
    -e "s|^LIANFANG_PORTAL_LISTEN=.*|LIANFANG_PORTAL_LISTEN=127.0.0.1:$((last_port + 14))|" \
    -e "s|^LIANFANG_PORTAL_UPSTREAM=.*|LIANFANG_PORTAL_UPSTREAM='127.0.0.1:$portal_https_port 127.0.0.1:$((last_port + 4))'|" \
    -e "s|^LIANFANG_EDGE_DIRECTORY=.*|LIANFANG_EDGE_DIRECTORY=$scratch/edge|" >"$env_dir/second-edge"
  mkdir "$scratch/edge"
  start_process second-edge none "$root/deploy/edge/run"
  wait_for_start second-edge 60 port_is_taken "$((last_port + 14))"
}
call_without_pause() {
  while [[ ! -e $scratch/enough ]]; do
    curl --silent --cacert "$ca_certificate" --cert "$cert_dir/office.crt" --key "$cert_dir/office.key" "${json[@]}" --data '{}' --output /dev/null \
      --write-out '%{http_code}\n' "https://localhost:$((last_port + 14))/$list_plans" >>"$scratch/codes" || true
  done
}
# has_called COUNT: so many calls have been answered.
has_called() { [[ -e $scratch/codes && $(wc -l <"$scratch/codes") -ge $1 ]]; }
check "an edge before both replicas starts" start_second_edge
call_without_pause &
caller=$!
envelope '{"watches":[{"id":"duties","method":"lianfang.duty.v1.DutyService/WatchDuties","service":"submission","request":{"cursor":"now"}}]}' >"$scratch/watch"
rm -f "$scratch/messages" # what the streams before received would count as the beginning of this one
second --no-buffer "${stream[@]}" --data-binary "@$scratch/watch" --output "$scratch/messages" watch &
watch=$!
stream_began() { [[ -s $scratch/messages ]]; }
wait_until 30 stream_began
check "calls go on before it is asked to end" wait_until 30 has_called 6
check "it ends when asked to" stop_process portal-b TERM 30
wait "$watch" || true
check "its watchers are told to come again" grep -q DRAINING <(messages "$scratch/messages")
check "and after it" wait_until 30 has_called $(($(wc -l <"$scratch/codes") + 6))
touch "$scratch/enough"
wait "$caller"
expect_equal "no call was lost meanwhile" 200 "$(sort -u "$scratch/codes" | paste -s -d ' ')"
expect_equal "and the first one goes on" true "$(browse session | jq .signedIn)"

# --- signing out ---

expect_equal "another session of the same person begins" 303 "$(sign_in emergency "$scratch/other")"
expect_equal "signing out ends this one" "204 false" "$(status "${json[@]}" --data '{}' session/end) $(browse session | jq .signedIn)"
cookies=$scratch/other
expect_equal "and not the other" true "$(browse session | jq .signedIn)"
expect_equal "which the command line ends, with all" "sessions ended: 1" "$(as emergency portal logout --lang en)"
expect_equal "it is over" "401 SESSION_EXPIRED" "$(status "${json[@]}" --data '{}' "$list_plans") $(reason "$scratch/body")"
expect_error "an operator has no page" operator PERMISSION_DENIED portal login

# --- the description ---

described() {
  browse openapi.json >"$scratch/openapi"
  jq --exit-status '.openapi == "3.1.0" and (.paths | length > 100) and ([.. | objects | ."$ref"? // empty] | unique | map(ltrimstr("#/components/schemas/"))) - (.components.schemas | keys) == []' "$scratch/openapi" >/dev/null &&
    jq --exit-status '.components.schemas["lianfang.submission.v1.GetPlanRequest"].properties.name.description | length > 10' "$scratch/openapi"
}
check "OpenAPI describes every RPC, with the contracts' words" described
