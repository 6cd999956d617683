# The edge before the services (deploy/edge): started when they are healthy, so that it never meets one that does not know of it.
# shellcheck shell=bash

# start_edge: the step.
start_edge() {
  local print
  edge_environment >"$env_dir/edge.new"
  mv "$env_dir/edge.new" "$env_dir/edge"
  # Certificates are not among its inputs: it loads them again when they change.
  print=$(fingerprint "$root/deploy/edge/run" "$root/deploy/edge/nginx.conf" "$root/deploy/edge/portal.conf" "$env_dir/edge")
  if ! process_is_current edge "$print"; then
    stop_process edge QUIT 30
    start_process edge "$print" "$root/deploy/edge/run"
    wait_for_start edge 60 port_is_taken "$edge_port"
  fi
  result "for all services on 127.0.0.1:$edge_port, for browsers on $(portal_url)"
}

# edge_environment: its whole configuration, one variable a line.
edge_environment() {
  local service upstreams=()
  for service in "${services[@]}"; do upstreams+=("$service=127.0.0.1:$(service_port grpc "$service")"); done
  variable LISTEN "127.0.0.1:$edge_port"
  variable HEALTH_LISTEN "127.0.0.1:$edge_health_port"
  variable TLS_CERT "$cert_dir/edge.crt"
  variable TLS_KEY "$cert_dir/edge.key"
  variable TLS_CA "$cert_dir/ca.crt"
  variable UPSTREAMS "${upstreams[*]}"
  variable PORTAL_LISTEN "127.0.0.1:$portal_port"
  variable PORTAL_UPSTREAM "127.0.0.1:$portal_https_port"
  variable EDGE_DIRECTORY "$run_dir/edge"
}
