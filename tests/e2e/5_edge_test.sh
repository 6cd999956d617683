#!/usr/bin/env bash
# The edge: persons come in through it with their own rights and no others, whatever they write into their headers; what gRPC needs passes
# (long uploads, long watches); what is refused is said as gRPC says it; and a stolen key is of no use once it is denied.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/certificates.sh"
source "$root/deploy/lib/ports.sh"
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/services.sh"
source "$root/deploy/lib/edge.sh"

plan=gaoping-2021-2025
# Open to the office and the auditor: what becomes of a call says who it was taken for.
list_templates=lianfang.notification.v1.NotificationService/ListTemplates
notification_port=$(service_port grpc notification)
upload_returns=lianfang.submission.v1.SubmissionService/BatchSubmitReturns
watch_obligations=lianfang.submission.v1.SubmissionService/WatchObligations
edge_uri=spiffe://$trust_domain/service/edge
# gRPC's codes.
ok=0 permission_denied=7 exhausted=8 unimplemented=12 unauthenticated=16

finish() {
  kill "${watch:-}" 2>/dev/null || true
  stop_process second-edge TERM 10 || true
  rm -rf "$scratch"
}
trap finish EXIT

# message TYPE: the textproto on standard input as a message in gRPC's frame.
message() {
  protoc --proto_path="$root/proto" --proto_path="$root/node_modules/google-proto-files" --encode="lianfang.submission.v1.$1" \
    lianfang/submission/v1/submission_service.proto |
    /usr/bin/python3 -c 'import struct, sys; b = sys.stdin.buffer.read(); sys.stdout.buffer.write(struct.pack(">BI", 0, len(b)) + b)'
}

# messages FILE: how many whole messages a file has, each in gRPC's frame.
messages() {
  /usr/bin/python3 -c 'import struct, sys
body, at, count = open(sys.argv[1], "rb").read(), 0, 0
while at + 5 <= len(body):
    at += 5 + struct.unpack_from(">I", body, at + 1)[0]
    count += at <= len(body)
print(count)' "$1"
}

# request PORT IDENTITY METHOD BODY [OPTION...]: a request by curl, which lets a test write any header.
request() {
  local port=$1 identity=$2 method=$3 body=$4
  curl --silent --http2 --cacert "$ca_certificate" --cert "$cert_dir/$identity.crt" --key "$cert_dir/$identity.key" \
    --header 'content-type: application/grpc' --header 'te: trailers' --data-binary "@$body" "${@:5}" "https://localhost:$port/$method"
}

# call PORT IDENTITY METHOD BODY [OPTION...]: makes a call under a trace of its own, and prints the code that gRPC ended it with.
# gRPC ends a call that it refuses by its headers with RST_STREAM right behind the answer. curl drops the answer where both come in one read,
# says so by its status 92, and is run again.
call() {
  local ended
  for _ in {1..20}; do
    ended=0
    openssl rand -hex 16 >"$scratch/trace"
    request "$1" "$2" "$3" "$4" --header "traceparent: 00-$(<"$scratch/trace")-00f067aa0ba902b7-01" --dump-header "$scratch/headers" \
      --output "$scratch/answer" "${@:5}" || ended=$?
    if [[ $ended -ne 92 ]]; then break; fi
  done
  tr -d '\r' <"$scratch/headers" | sed -n 's/^grpc-status: //p' | tail -n 1
}

# logged FILTER: of the last call, as the service that it reached has logged it.
logged() {
  wait_until 10 grep -q "$(<"$scratch/trace")" "$log_dir"/{submission,notification}.log
  jq --raw-output --arg trace "$(<"$scratch/trace")" "select(.trace_id == \$trace) | $1" "$log_dir"/{submission,notification}.log | tail -n 1
}
serial_of() { openssl x509 -in "$cert_dir/$1.crt" -noout -serial | sed 's/serial=0*//' | tr '[:upper:]' '[:lower:]'; }

# forwarded IDENTITY: the header as a proxy would write it for somebody.
forwarded() { printf 'x-forwarded-client-cert: Cert="%s"' "$(jq --raw-input --slurp --raw-output @uri "$cert_dir/$1.crt")"; }

printf '\0\0\0\0\0' >"$scratch/empty"
expect_equal "through the edge an auditor may what an auditor may" $ok "$(call "$edge_port" auditor $list_templates "$scratch/empty")"
expect_equal "and is known to the service by name, certificate, way and address" \
  "$(person_uri auditor) $(serial_of auditor) $edge_uri 127.0.0.1" "$(logged '[.caller, .serial, .peer, .address] | join(" ")')"
expect_equal "a liaison officer may not" $permission_denied "$(call "$edge_port" emergency $list_templates "$scratch/empty")"
"$root/deploy/certificates" emergency+zhang-wei
call "$edge_port" emergency+zhang-wei $list_templates "$scratch/empty" >/dev/null
expect_equal "who of a department it is, is known" "$(person_uri emergency+zhang-wei)" "$(logged .caller)"
check "and the command line comes in by the edge" as emergency+zhang-wei obligation list --plan "$plan"
expect_equal "of which it has nothing to say" "" "$(as emergency+zhang-wei obligation list --plan "$plan" 2>&1 >/dev/null)"

# Headers of the caller's own.
for header in "$(forwarded auditor)" "X-Forwarded-Client-Cert: URI=$(person_uri auditor)" "x-forwarded-client-cert;"; do
  expect_equal "the edge overwrites ${header:0:40}…" $permission_denied \
    "$(call "$edge_port" emergency $list_templates "$scratch/empty" --header "$header" --header "$header")"
  expect_equal "it is still the officer's call" "$(person_uri emergency)" "$(logged .caller)"
done
call "$edge_port" auditor $list_templates "$scratch/empty" --header "x-forwarded-for: 203.0.113.5" >/dev/null
expect_equal "nor do callers say where they are" 127.0.0.1 "$(logged .address)"

# Past the edge, by somebody who has found a way.
expect_equal "who calls a service itself is who the certificate says" $ok "$(call "$notification_port" auditor $list_templates "$scratch/empty")"
expect_equal "without a proxy" "" "$(logged .peer)"
for identity in emergency auditor evaluation; do
  expect_equal "$identity is no proxy" $permission_denied \
    "$(call "$notification_port" "$identity" $list_templates "$scratch/empty" --header "$(forwarded auditor)")"
  check "and is told so" grep -q "grpc-message: .*no trusted proxy" "$scratch/headers"
done
expect_equal "the edge's own certificate has no rights" $permission_denied "$(call "$notification_port" edge $list_templates "$scratch/empty")"
expect_equal "and not even the edge passes on whom it has no certificate of" $unauthenticated \
  "$(call "$notification_port" edge $list_templates "$scratch/empty" --header "x-forwarded-client-cert: URI=$(person_uri auditor)")"
expect_equal "no service comes in through the edge" $permission_denied "$(call "$edge_port" evaluation $list_templates "$scratch/empty")"

# Audit rows are those of the service that is asked, never another's.
list_events=lianfang.audit.v1.AuditService/ListAuditEvents
expect_equal "audit rows of a named service" $ok "$(call "$edge_port" auditor $list_events "$scratch/empty" --header "lianfang-service: notification")"
expect_equal "and of submission where none is named" $ok "$(call "$edge_port" auditor $list_events "$scratch/empty")"
expect_equal "of one that is not here there are none" $unimplemented \
  "$(call "$edge_port" auditor $list_events "$scratch/empty" --header "lianfang-service: notifications")"

# What the edge refuses itself.
anonymous() {
  curl --silent --http2 --cacert "$ca_certificate" --header 'content-type: application/grpc' --data-binary "@$scratch/empty" \
    --dump-header "$scratch/headers" --output /dev/null "https://localhost:$edge_port/$list_templates" || true
  grep -q "^grpc-status: $unauthenticated" "$scratch/headers"
}
check "without a certificate nobody gets through" anonymous
for method in grpc.health.v1.Health/Check lianfang.type.v1.Nothing/Do; do
  expect_equal "the edge has no $method" $unimplemented "$(call "$edge_port" office "$method" "$scratch/empty")"
done
head -c 18000000 /dev/zero >"$scratch/huge"
expect_equal "a call has its bound in size" $exhausted "$(call "$edge_port" office $list_templates "$scratch/huge")"
says_no_version() { grep -qi '^server: nginx' "$scratch/headers" && ! grep -qi '^server: nginx/' "$scratch/headers"; }
check "the edge does not say which version it is" says_no_version

# An upload beyond nginx's usual bound of 1 MiB, and beyond a call's here; each item is answered.
items=10000
message BatchSubmitReturnsRequest >"$scratch/item" <<TEXT
submission {
  obligation: "plans/$plan/obligations/none" figures { figure: "accidents" number: 1 }
  note: "$(printf '%1900s' '' | tr ' ' x)" validate_only: true request_id: "018f2e5c-8a31-7c11-8d43-0a1b2c3d4e5f"
}
TEXT
/usr/bin/python3 -c 'import sys; sys.stdout.buffer.write(open(sys.argv[1], "rb").read() * int(sys.argv[2]))' "$scratch/item" $items >"$scratch/upload"
expect_equal "an upload of $(($(stat --format %s "$scratch/upload") >> 20)) MiB passes" $ok \
  "$(call "$edge_port" emergency $upload_returns "$scratch/upload")"
expect_equal "and each of its items is answered" $items "$(messages "$scratch/answer")"

# A second edge, whose patience with calls is short and which lets a certificate have one call at a time.
second_port=$((port_base + 72))
{
  edge_environment
  variable LISTEN "127.0.0.1:$second_port"
  variable HEALTH_LISTEN "127.0.0.1:$((port_base + 73))"
  variable EDGE_DIRECTORY "$scratch/second-edge"
  variable EDGE_IDLE_TIMEOUT 2s
  variable EDGE_CALL_TIMEOUT 2s
  variable EDGE_CALLS_PER_CERTIFICATE 1
  variable PORTAL_UPSTREAM ""  # the first edge has the browsers' port
} >"$env_dir/second-edge"
mkdir "$scratch/second-edge"
start_process second-edge - "$root/deploy/edge/run"
check "an edge with other settings starts" wait_until 20 port_is_taken "$second_port"
message WatchObligationsRequest <<<'cursor: "now"' >"$scratch/watch"
request "$second_port" office $watch_obligations "$scratch/watch" --no-buffer --output "$scratch/watched" &
watch=$!
# Where nothing changes, the service says so every 15 s.
heard() { [[ -e $scratch/watched && $(messages "$scratch/watched") -ge $1 ]]; }
check "a watch begins" wait_until 40 heard 1
expect_equal "one certificate has no more calls at once than it may" $exhausted "$(call "$second_port" office $list_templates "$scratch/empty")"
expect_equal "which is nothing to others" $ok "$(call "$second_port" auditor $list_templates "$scratch/empty")"
check "a watch outlives the patience with calls" wait_until 40 heard 2
pkill --parent "$watch"  # the client itself; its shell ends with it
is_answered() { [[ $(call "$second_port" office $list_templates "$scratch/empty") == "$ok" ]]; }
check "the end of a watch makes room" wait_until 20 is_answered

# A stolen key: it works until its certificate is denied, at the edge and at the services themselves, and no process is started anew.
"$root/deploy/certificates" office+thief
running=$(process_pid notification)
for port in "$edge_port" "$notification_port"; do
  expect_equal "a stolen key works on port $port" $ok "$(call "$port" office+thief $list_templates "$scratch/empty")"
done
cp "$denied_serials" "$scratch/denied"
openssl x509 -in "$cert_dir/office+thief.crt" -noout -serial >>"$denied_serials"
is_refused() { [[ $(call "$1" office+thief $list_templates "$scratch/empty") != "$ok" ]]; }
for port in "$edge_port" "$notification_port"; do check "and on port $port no more once it is denied" wait_until 10 is_refused "$port"; done
expect_equal "through the edge it is told why" $unauthenticated "$(call "$edge_port" office+thief $list_templates "$scratch/empty")"
check "by the service" grep -q "grpc-message: .*is revoked" "$scratch/headers"
expect_equal "who holds another key works on" $ok "$(call "$edge_port" office $list_templates "$scratch/empty")"
expect_equal "the service was not restarted" "$running" "$(process_pid notification)"
cat "$scratch/denied" >"$denied_serials"
