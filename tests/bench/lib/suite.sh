# The suite under measurement: a private one, in a directory of its own, with a service started and stopped at will.
# shellcheck shell=bash

# note NAME CALLERS COMMAND...: one measurement, the JSON that the command prints, with the round it is of.
note() {
  local seen
  seen=$("${@:3}")
  jq --null-input --compact-output --arg name "$1" --argjson callers "$2" --argjson round "${round:-1}" --argjson seen "$seen" \
    '{name: $name, callers: $callers, round: $round} + $seen' >>"$measurements"
}

# client IDENTITY PORT: the load client's arguments for calls as somebody.
client() {
  printf '%s\n' --target "localhost:$2" --cert "$cert_dir/$1.crt" --key "$cert_dir/$1.key" --ca "$cert_dir/ca.crt"
}

# load COMMAND IDENTITY PORT ARGUMENT...: what the load client saw, as JSON.
load() {
  local target
  mapfile -t target < <(client "$2" "$3")
  "$build_dir/tests/bench/lianfang-bench-load" "$1" "${target[@]}" "${@:4}"
}

# start_quietly NAME PORT COMMAND...: starts a process and waits until it listens.
start_quietly() {
  local name=$1 port=$2
  shift 2
  if port_is_taken "$port"; then fail "port $port, which $name listens on, is taken" "stop what listens there (ss -ltnp)"; fi
  start_process "$name" none "$@"
  until port_is_taken "$port"; do
    process_pid "$name" >/dev/null || fail "$name has ended right after its start" "read $log_dir/$name.log"
    sleep 0.005
  done
}

# start SERVICE... and stop SERVICE...
start() {
  local service
  for service in "$@"; do
    if [[ $service == submission-replica ]]; then
      start_quietly "$service" $((replica_port + 1)) "$(service_binary submission)"
    else
      start_quietly "$service" "$(service_port health "$service")" "$(service_binary "$service")"
    fi
  done
}

stop() {
  local service
  for service in "$@"; do stop_process "$service" TERM 30; done
}

# start_measured SERVICE: starts it, and notes how long it took to be ready. The health port opens when all else is done.
start_measured() {
  local began=$EPOCHREALTIME ended
  start "$1"
  ended=$EPOCHREALTIME
  "$cli" health check --target "127.0.0.1:$(service_port health "$1")" >/dev/null
  note "ready $1" 0 jq --null-input "{seconds: ($ended - $began)}"
}

# note_resident NAME SERVICE: its resident memory.
note_resident() { note "$1" 0 resident_memory "$2"; }

resident_memory() {
  local kilobytes
  kilobytes=$(awk '/^VmRSS/ {print $2}' "/proc/$(process_pid "$1")/status")
  jq --null-input "{mib: ($kilobytes / 1024)}"
}

# admin_sql DATABASE [ARGUMENT...]: psql as the administrator.
admin_sql() {
  PGPASSWORD=$(secret postgresql) psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
    --host=127.0.0.1 --port="$postgresql_port" --username=lianfang_admin --dbname="$1" "${@:2}"
}

# clone DATABASE FROM: a database under another name, as it is. Nobody may be connected to it.
clone() {
  admin_sql postgres --command="DROP DATABASE IF EXISTS $1" --command="CREATE DATABASE $1 TEMPLATE $2"
}

# clone_url DATABASE: what the submission service's role connects to it with. A role's search_path is set for the suite's own database.
clone_url() {
  use_database_url "$(admin_database_url)"
  # shellcheck disable=SC2034  # read by service_database_url
  database_name=$1 database_parameters="?options=-csearch_path%3Dsubmission"
  service_database_url submission
}
