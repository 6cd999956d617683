# Where a suite keeps its files and on which ports it listens. Sourced by every command of deploy/.
#
#   LIANFANG_RUN_DIR    everything a running suite writes; default `.run` in the checkout
#   LIANFANG_PORT_BASE  the ports are base+1 … base+35; default 7100
#   LIANFANG_BUILD_DIR  take the binaries of this build directory as they are and build nothing; default: build/release, built
#
# A run directory remembers the base and the build directory it was started with, so that deploy/lianfang and deploy/down
# need no environment.
# shellcheck shell=bash
# shellcheck disable=SC2034  # read by the files that source this one

# A failure inside $(…) is a failure, too.
shopt -s inherit_errexit

root=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
run_dir=$(realpath -m "${LIANFANG_RUN_DIR:-$root/.run}")
log_dir=$run_dir/log
pid_dir=$run_dir/pids
env_dir=$run_dir/env
secret_dir=${LIANFANG_SECRET_DIR:-$run_dir/secrets}
cert_dir=$run_dir/certs
# Serial numbers of certificates that nobody gets in with any more (deploy/README.md, "A stolen key").
denied_serials=$cert_dir/denied-serials
mail_dir=$run_dir/mail
# What verifies receipts, whichever key has sealed them: the ledger's public keys, the present one first.
ledger_keys=$cert_dir/ledger.pem

# setting NAME DEFAULT: the environment's value, else what this run directory was started with, else the default. It starts no
# process, because deploy/lianfang calls it before every call of the CLI.
setting() {
  local kept="" line
  if [[ -r $run_dir/settings ]]; then
    while IFS= read -r line; do
      if [[ $line == "$1="* ]]; then kept=${line#*=}; fi
    done <"$run_dir/settings"
  fi
  printf '%s' "${!1:-${kept:-$2}}"
}

port_base=$(setting LIANFANG_PORT_BASE 7100)
build_dir=$(realpath -m "$(setting LIANFANG_BUILD_DIR "$root/build/release")")
cli=$build_dir/cli/lianfang
# The web page as `portal/` builds it.
page_dir=${LIANFANG_PAGE_DIR:-$root/build/page}

# In the order in which they start; the place in the list is the number in the ports.
services=(submission evaluation expert notification fund exchange coordination portal)

# Those that keep nothing that must last: no database, so no role, no schema, no migrations.
without_database=(portal)

# has_database SERVICE: whether it is one of the suite's that has a database.
has_database() { [[ " ${services[*]} " == *" $1 "* && " ${without_database[*]} " != *" $1 "* ]]; }

# database_services: those that have, in the same order.
database_services() {
  local service
  for service in "${services[@]}"; do
    if has_database "$service"; then printf '%s\n' "$service"; fi
  done
}

# service_port KIND SERVICE: the service's port for `grpc`, `health` (plaintext, health only) or `metrics`.
service_port() {
  local kind=$1 number
  local -A offset=([grpc]=0 [health]=10 [metrics]=20)
  for number in "${!services[@]}"; do
    if [[ ${services[number]} == "$2" ]]; then
      printf '%d' $((port_base + offset[$kind] + number + 1))
      return
    fi
  done
  return 1
}

# service_target SERVICE: how another service names it.
service_target() { printf 'dns:///localhost:%d' "$(service_port grpc "$1")"; }

# The edge is where everything from outside comes in; it passes calls on to the services (deploy/edge).
edge_port=$((port_base + 30))
edge_health_port=$((port_base + 29))
# edge_target: how a person's client names any of the services.
edge_target() { printf 'dns:///localhost:%d' "$edge_port"; }

postgresql_port=$((port_base + 31))
redis_port=$((port_base + 32))
smtp_port=$((port_base + 33))

# Browsers come in by the edge, too, on a port of their own; the portal itself listens on the other.
portal_port=$((port_base + 34))
portal_https_port=$((port_base + 35))
last_port=$portal_https_port
# portal_url: where people find the page. Links lead there, so behind a proxy of the city's it is that one's name.
portal_url() { printf '%s' "${LIANFANG_PORTAL_URL:-https://localhost:$portal_port}"; }

trust_domain=$(setting LIANFANG_TRUST_DOMAIN lianfang.local)
local_region=140581

# Only the owner reads what a suite writes; apt, npm and the build run under the umask of ordinary files (lib/install.sh).
umask 077

# make_run_dir: the directories of a run. The run directory itself may be crossed, not listed, by the user PostgreSQL runs as.
make_run_dir() {
  mkdir -p "$log_dir" "$pid_dir" "$env_dir" "$secret_dir" "$cert_dir" "$mail_dir" "$run_dir/edge"
  chmod 0711 "$run_dir"
}

# secret NAME: prints the password kept under that name, drawing it on first use. It is safe inside a URL.
secret() {
  local file=$secret_dir/$1
  if [[ ! -s $file ]]; then
    openssl rand -hex 24 >"$file.new"
    mv "$file.new" "$file"
  fi
  cat "$file"
}

# retired_keys: public keys that sealed the ledger before (deploy/README.md, "Rotation on one machine").
retired_keys() { find "$secret_dir" -name 'ledger-retired-*.pem' | sort; }

# fail MESSAGE CURE: says what is wrong and what helps, and ends the command or the step.
fail() {
  printf 'error: %s\ncure: %s\n' "$1" "$2" >&2
  exit 1
}
