#!/usr/bin/env bash
# Signing in at the portal by the city's single sign-on: a real provider of OpenID Connect (npm's oidc-provider), and a portal that is set up
# with it. The subject becomes whom the office's contact says, and nobody else.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/certificates.sh"
source "$root/deploy/lib/ports.sh"
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/build.sh"
source "$root/deploy/lib/database_url.sh"
source "$root/deploy/lib/redis.sh"
source "$root/deploy/lib/services.sh"

provider_port=$((last_port + 6))
sso_port=$((last_port + 10))
page=https://localhost:$sso_port
list_plans=lianfang.submission.v1.PlanService/ListPlans

finish() {
  stop_process portal-sso TERM 30 || true
  stop_process oidc-provider TERM 10 || true
  rm -rf "$scratch"
}
trap finish EXIT

start_provider() {
  local package=$root/tests/oidc
  [[ $package/node_modules/.package-lock.json -nt $package/package-lock.json ]] || npm ci --prefix "$package" --no-progress
  printf '%s=%q\n' LISTEN_PORT "$provider_port" TLS_CERT "$cert_dir/edge.crt" TLS_KEY "$cert_dir/edge.key" REDIRECT_URI "$page/login/oidc/callback" \
    CLIENT_ID lianfang-portal SUBJECT_FILE "$scratch/subject" >"$env_dir/oidc-provider"
  chmod 0755 "$scratch"
  start_process oidc-provider none node "$package/provider.mjs"
  wait_for_start oidc-provider 20 port_is_taken "$provider_port"
}

# A portal of its own, without an edge: the flow is the same.
start_portal() {
  local name next=7
  service_environment portal >"$env_dir/portal-sso"
  for name in LISTEN HEALTH_LISTEN METRICS_LISTEN HTTPS_LISTEN; do
    sed -i "s|^LIANFANG_$name=.*|LIANFANG_$name=127.0.0.1:$((last_port + next))|" "$env_dir/portal-sso"
    next=$((next + 1))
  done
  sed -i "s|^LIANFANG_PORTAL_URL=.*|LIANFANG_PORTAL_URL=$page|" "$env_dir/portal-sso"
  {
    variable OIDC_ISSUER "https://localhost:$provider_port"
    variable OIDC_CLIENT_ID lianfang-portal
    variable OIDC_CA "$ca_certificate"
  } >>"$env_dir/portal-sso"
  start_process portal-sso none "$(service_binary portal)"
  "$cli" health check --target "127.0.0.1:$((last_port + 8))" --wait 30s
}

# browse JAR OPTION... URL
browse() { curl --silent --cacert "$ca_certificate" --cookie "$1" --cookie-jar "$1" "${@:2}"; }

# sign_in JAR [QUERY]: goes the way from our page over the provider's and back, and prints where it ends.
sign_in() {
  browse "$1" --location --max-redirs 10 --output /dev/null --write-out '%{url_effective}' "$page/login/oidc?${2:-return=/plans}"
}
who() { browse "$1" "$page/session" | jq --raw-output '[.department, .role, .person, .sessionKind] | join(" ")'; }

check "the provider starts" start_provider
check "a portal that is set up with it starts" start_portal
expect_equal "at rest it takes less than 40 MiB" true \
  "$(awk '/^VmRSS:/ {print ($2 < 40 * 1024 ? "true" : $2 " KiB")}' "/proc/$(process_pid portal-sso)/status")"
expect_equal "the page offers the single sign-on" true "$(browse "$scratch/none" "$page/session" | jq '.logins | index("oidc") != null')"

printf 'zhang.wei\n' >"$scratch/subject"
expect_equal "a subject that no contact has signs nobody in" "$page/login?failed=NO_SUCH_SUBJECT" "$(sign_in "$scratch/stranger")"
expect_equal "and gets no session" false "$(browse "$scratch/stranger" "$page/session" | jq .signedIn)"

put_contact() {
  as office contact put "contacts/140581-emergency-liaison-zhang-wei" --region 140581 --department emergency --role liaison --name 张伟 \
    --email zhang.wei@emergency.example --subject zhang.wei
}
check "the office gives a contact the subject" put_contact
expect_equal "the person signs in, and is led on" "$page/plans" "$(sign_in "$scratch/zhang")"
expect_equal "as whom the contact says" "emergency liaison zhang-wei oidc" "$(who "$scratch/zhang")"
expect_equal "and calls as that person" 200 \
  "$(browse "$scratch/zhang" --output /dev/null --write-out '%{http_code}' --header 'content-type: application/json' --data '{}' "$page/$list_plans")"
knows_the_person() {
  wait_until 10 grep -q 'emergency/role/liaison/person/zhang-wei' "$log_dir/submission.log"
  grep 'person/zhang-wei' "$log_dir/submission.log" | tail -n 1 | jq --exit-status '.peer == "spiffe://lianfang.local/service/portal" and .serial == ""'
}
check "the service takes the person on the portal's word" knows_the_person
fresh() { browse "$1" "$page/session" | jq '(.freshUntil | sub("\\+00:00"; "Z") | fromdate) - (.serverTime | sub("\\+00:00"; "Z") | fromdate) > 200'; }
expect_equal "who has just shown who they are is fresh" true "$(fresh "$scratch/zhang")"
expect_equal "and may ask to do so again" "$page/plans true" "$(sign_in "$scratch/zhang" 'return=/plans&fresh=1') $(fresh "$scratch/zhang")"

# The address that the provider sends the browser back to, not opened.
callback() {
  local url next=$page/login/oidc
  for _ in {1..8}; do
    url=$next
    if [[ $url == "$page/login/oidc/callback"* ]]; then break; fi
    next=$(browse "$1" --output /dev/null --write-out '%{redirect_url}' "$url")
  done
  printf '%s' "$url"
}
taken=$(callback "$scratch/victim")
expect_equal "a login that was begun in one browser does not end in another" "$page/login?failed=SESSION_EXPIRED" \
  "$(browse "$scratch/other" --output /dev/null --write-out '%{redirect_url}' "$taken")"
expect_equal "it ends in its own" "$page/" "$(browse "$scratch/victim" --output /dev/null --write-out '%{redirect_url}' "$taken")"
expect_equal "once" "$page/login?failed=SESSION_EXPIRED" "$(browse "$scratch/victim" --output /dev/null --write-out '%{redirect_url}' "$taken")"
expect_equal "a state that nobody has drawn ends nowhere" "$page/login?failed=SESSION_EXPIRED" \
  "$(browse "$scratch/other" --output /dev/null --write-out '%{redirect_url}' "$page/login/oidc/callback?code=x&state=$(printf 'a%.0s' {1..64})")"

# As a browser does it: the provider's page leads back without the session's cookie, which is SameSite=Strict.
sign_in "$scratch/again" >/dev/null
cp "$scratch/again" "$scratch/before"
taken=$(callback "$scratch/again")
sed -i '/\t__Host-lianfang\t/d' "$scratch/again"
expect_equal "who signs in again is led on" "$page/" "$(browse "$scratch/again" --output /dev/null --write-out '%{redirect_url}' "$taken")"
expect_equal "the session that the browser had ends, and the new one is there" "false true" \
  "$(for jar in before again; do browse "$scratch/$jar" "$page/session" | jq .signedIn; done | paste -s -d ' ')"

second_contact() {
  as office contact put "contacts/140581-emergency-convener-zhang-wei" --region 140581 --department emergency --role convener --name 张伟 \
    --email zhang.wei@emergency.example --subject zhang.wei
}
check "a second contact gets the same subject" second_contact
expect_equal "then it is nobody's" "$page/login?failed=SUBJECT_AMBIGUOUS" "$(sign_in "$scratch/ambiguous")"
