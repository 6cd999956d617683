# The services as processes, their configuration in env/<service>, each healthy before the step ends.
# shellcheck shell=bash

# start_services: the step.
start_services() {
  local service restarted=()
  use_database_url "$(admin_database_url)"
  for service in "${services[@]}"; do
    if start_service "$service"; then restarted+=("$service"); fi
  done
  for service in "${services[@]}"; do wait_for_health "$service"; done
  result "healthy; started: ${restarted[*]:-none, all were running}"
}

# start_service SERVICE: starts it unless it runs from just this binary and configuration; fails (with nothing wrong) when it does.
start_service() {
  local service=$1 binary print
  binary=$(service_binary "$service")
  write_environment "$service"
  mapfile -t inputs < <(service_inputs "$service")
  print=$(fingerprint "$binary" "$env_dir/$service" "${inputs[@]}")
  if process_is_current "$service" "$print"; then return 1; fi
  stop_process "$service" TERM 30 || exit 1
  start_process "$service" "$print" "$binary"
}

# service_inputs SERVICE: files that a service reads once at its start. Certificates are not among them: those it reads again.
service_inputs() {
  if [[ $1 == submission ]]; then
    printf '%s\n' "$secret_dir/ledger-signing.pem"
    retired_keys
  fi
  if [[ $1 == expert ]]; then printf '%s\n' "$secret_dir/field-keys" "$secret_dir/fingerprint-key"; fi
  if [[ $1 == exchange ]]; then printf '%s\n' "$secret_dir/exchange-field-keys" "$secret_dir/exchange-fingerprint-key"; fi
  if [[ $1 == portal ]]; then
    printf '%s\n' "$build_dir/proto/contracts.binpb" "$secret_dir/session-keys"
    if [[ -d $page_dir ]]; then find "$page_dir" -type f | sort; fi
  fi
  if [[ $1 == notification ]]; then find "$root/deploy/calendars" "$root/deploy/templates" -type f | sort; fi
}

# write_environments: the configuration of all services and the edge, for whoever starts them.
write_environments() {
  local service
  use_database_url "$(admin_database_url)"
  for service in "${services[@]}"; do write_environment "$service"; done
  edge_environment >"$env_dir/edge"
  result "in $env_dir"
}

write_environment() {
  service_environment "$1" >"$env_dir/$1.new"
  mv "$env_dir/$1.new" "$env_dir/$1"
}

# service_environment SERVICE: its whole configuration, one variable a line.
service_environment() {
  local service=$1 retired
  variable LISTEN "127.0.0.1:$(service_port grpc "$service")"
  variable HEALTH_LISTEN "127.0.0.1:$(service_port health "$service")"
  variable METRICS_LISTEN "127.0.0.1:$(service_port metrics "$service")"
  variable TLS_CERT "$cert_dir/$service.crt"
  variable TLS_KEY "$cert_dir/$service.key"
  variable TLS_CA "$cert_dir/ca.crt"
  variable TRUST_DOMAIN "$trust_domain"
  # The portal passes on whoever has signed in there; it is itself behind the edge alone.
  if [[ $service == portal ]]; then variable TRUSTED_PROXIES edge; else variable TRUSTED_PROXIES edge,portal; fi
  variable TLS_DENY_SERIALS "$denied_serials"
  variable REFLECTION "${LIANFANG_REFLECTION:-true}"
  if has_database "$service"; then variable DATABASE_URL "$(service_database_url "$service")"; fi
  variable REDIS_URL "$(redis_url)"
  variable SUBMISSION_TARGET "$(service_target submission)"
  variable NOTIFICATION_TARGET "$(service_target notification)"
  variable DUTY_SOURCES "submission=$(service_target submission),expert=$(service_target expert),fund=$(service_target fund),exchange=$(service_target exchange),coordination=$(service_target coordination)"
  case $service in
    submission)
      variable SIGNING_KEY "$secret_dir/ledger-signing.pem"
      retired=$(retired_keys | paste -s -d ,)
      if [[ -n $retired ]]; then variable RETIRED_KEYS "$retired"; fi
      ;;
    expert)
      variable FIELD_KEYS "$secret_dir/field-keys"
      variable FINGERPRINT_KEY "$secret_dir/fingerprint-key"
      variable ANSWER_PAGE "$(portal_url)/invitation"
      variable CALENDAR "$root/deploy/calendars/china.csv"
      ;;
    exchange)
      variable FIELD_KEYS "$secret_dir/exchange-field-keys"
      variable FINGERPRINT_KEY "$secret_dir/exchange-fingerprint-key"
      ;;
    fund) variable EXPERT_TARGET "$(service_target expert)" ;;
    coordination)
      variable EXPERT_TARGET "$(service_target expert)"
      variable EVALUATION_TARGET "$(service_target evaluation)"
      variable EXCHANGE_TARGET "$(service_target exchange)"
      ;;
    portal)
      variable HTTPS_LISTEN "127.0.0.1:$portal_https_port"
      variable PORTAL_URL "$(portal_url)"
      if [[ -d $page_dir ]]; then variable PORTAL_PAGE "$page_dir"; fi
      variable SESSION_KEYS "$secret_dir/session-keys"
      variable CONTRACTS "$build_dir/proto/contracts.binpb"
      variable UPSTREAMS "$(upstream_targets)"
      ;;
    notification)
      variable PORTAL_URL "$(portal_url)"
      variable SMTP_URL "${LIANFANG_SMTP_URL:-smtp://lianfang@127.0.0.1:$smtp_port}"
      if [[ -z ${LIANFANG_SMTP_URL:-} ]]; then variable SMTP_PASSWORD_FILE "$secret_dir/smtp"; fi
      variable SMTP_CA "$(smtp_ca)"
      if [[ -n ${LIANFANG_WEBHOOK_URL:-} ]]; then
        secret webhook >/dev/null
        variable WEBHOOK_URL "$LIANFANG_WEBHOOK_URL"
        variable WEBHOOK_SECRET_FILE "$secret_dir/webhook"
        variable WEBHOOK_CA "${LIANFANG_WEBHOOK_CA:-/etc/ssl/certs/ca-certificates.crt}"
      fi
      variable MAIL_FROM "${LIANFANG_MAIL_FROM:-lianfang@gaoping.example}"
      variable CALENDAR "$root/deploy/calendars/china.csv"
      variable TEMPLATES "$root/deploy/templates"
      # A demonstration shows its mails at once, at night and on Sundays too.
      variable QUIET_HOURS "${LIANFANG_QUIET_HOURS:-none}"
      variable REMINDER_HOURS "${LIANFANG_REMINDER_HOURS:-any}"
      ;;
  esac
}

# upstream_targets: the services that the portal calls, NAME=TARGET by commas.
upstream_targets() {
  local service
  for service in $(database_services); do printf '%s=%s\n' "$service" "$(service_target "$service")"; done | paste -s -d ,
}

# variable NAME VALUE: a line that bash and systemd (EnvironmentFile) read alike; what %q writes for other than ASCII systemd does not know.
variable() {
  local value=${2//\\/\\\\}
  value=${value//\"/\\\"}
  value=${value//\$/\\\$}
  printf 'LIANFANG_%s="%s"\n' "$1" "${value//\`/\\\`}"
}

# wait_for_health SERVICE: waits until the service calls itself healthy; ends the step when it has ended or is not healthy in time.
wait_for_health() {
  local service=$1 check
  "$cli" health check --target "127.0.0.1:$(service_port health "$service")" --wait 30s &
  check=$!
  # A service that ends is not waited for.
  while process_pid "$service" >/dev/null && kill -0 "$check" 2>/dev/null; do sleep 0.1; done
  if process_pid "$service" >/dev/null && wait "$check"; then return; fi
  kill "$check" 2>/dev/null || true
  tail -n 10 "$log_dir/$service.log"
  fail "the service $service is not healthy" "read $log_dir/$service.log; its configuration is $env_dir/$service"
}
