# The ports of a suite are looked at before anything starts: a foreign listener is found early and named.
# shellcheck shell=bash

# Whether deploy/up starts services and edge. Where somebody else does, their ports may be taken by them.
with_services=true

# suite_ports: one line `PORT PROCESS` for each port that deploy/up will listen on.
suite_ports() {
  if $with_services; then service_ports; fi
  if [[ -z ${LIANFANG_DATABASE_URL:-} ]]; then printf '%d postgresql\n' "$postgresql_port"; fi
  if [[ -z ${LIANFANG_REDIS_URL:-} ]]; then printf '%d redis-server\n' "$redis_port"; fi
  if [[ -z ${LIANFANG_SMTP_URL:-} ]]; then printf '%d mail-catcher\n' "$smtp_port"; fi
}

service_ports() {
  local service kind
  for service in "${services[@]}"; do
    for kind in grpc health metrics; do printf '%d %s\n' "$(service_port "$kind" "$service")" "$service"; done
  done
  printf '%d edge\n%d edge\n%d edge\n%d portal\n' "$edge_health_port" "$edge_port" "$portal_port" "$portal_https_port"
}

# port_is_taken PORT: whether somebody listens there.
port_is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# foreign_listeners: the lines of suite_ports whose port is taken although our own process does not run.
foreign_listeners() {
  local port process
  while read -r port process; do
    if port_is_taken "$port" && process_is_gone "$process"; then printf '%d %s\n' "$port" "$process"; fi
  done < <(suite_ports)
}

# check_ports: the step.
check_ports() {
  local taken
  taken=$(foreign_listeners)
  if [[ -n $taken ]]; then
    fail "another program listens on $(awk '{printf "%s%s (wanted for %s)", sep, $1, $2; sep = ", "}' <<<"$taken")" \
      "stop it (ss -ltnp shows which it is), or take other ports: LIANFANG_PORT_BASE=$((port_base + 200)) deploy/up"
  fi
  result "$((port_base + 1))–$last_port are ours"
}
