#!/usr/bin/env bash
# The suite as its operator has it: health, foreign programs on its ports, restarts, and an end that leaves nothing behind and loses nothing.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/ports.sh"

filed=(return list --plan yunnan-2022)
names='[.returns[] | .latest.name + " " + .state] | join("\n")'

for service in "${services[@]}"; do
  check "$service is ready" "$cli" health check --target "127.0.0.1:$(service_port health "$service")"
  check "$service shows metrics" grep -q '^# TYPE' <(curl --silent "http://127.0.0.1:$(service_port metrics "$service")/metrics")
done

# lists_methods SERVICE PROTOCOL: a tool without contracts asks the service's own port for its methods; health's are among them.
lists_methods() {
  "$root/node_modules/.bin/buf" curl --protocol grpc --reflect-protocol "$2" --list-methods --cacert "$cert_dir/ca.crt" --cert "$cert_dir/office.crt" \
    --key "$cert_dir/office.key" "https://localhost:$(service_port grpc "$1")" >"$scratch/methods" || return 1
  grep -qx 'grpc.health.v1.Health/Check' "$scratch/methods" && grep -q "^lianfang\.$1\.v1\..*/" "$scratch/methods"
}
for service in "${services[@]}"; do
  for protocol in grpc-v1 grpc-v1alpha; do
    check "$service tells tools its methods by $protocol" lists_methods "$service" "$protocol"
  done
done

# pids: NAME PID of everything that runs.
pids() { find "$pid_dir" -type f -exec awk '{print FILENAME, $1}' {} + | sort; }

# A service that was killed is started again, the others are left alone.
killed=$(process_pid expert)
others=$(pids | grep -v expert)
kill -KILL "$killed"
check "deploy/up starts what has died" "$root/deploy/up" --no-job
expect_equal "and leaves alone what runs" "$others" "$(pids | grep -v expert)"
check "the killed service is ready" "$cli" health check --target "127.0.0.1:$(service_port health expert)"

before=$(answer office "$names" "${filed[@]}")
all=$(pids)
check "deploy/down stops the suite" "$root/deploy/down"

# gone: none of the processes that ran is there any more.
gone() {
  local pid
  while read -r _ pid; do ! process_identity "$pid" || return 1; done <<<"$all"
}
check "no process of it is left" gone
check "nobody listens on its ports" test -z "$(foreign_listeners)"
check "deploy/down again has nothing to do" "$root/deploy/down"

# A foreign program on one of the ports: found before anything starts.
/usr/bin/python3 -m http.server --bind 127.0.0.1 "$smtp_port" >/dev/null 2>&1 &
stranger=$!
wait_until 10 port_is_taken "$smtp_port"
refuses_foreign_port() { ! "$root/deploy/up" --no-job >"$scratch/up" 2>&1 && grep -q "another program listens on $smtp_port" "$scratch/up"; }
check "a foreign program on a port is an error that names the port" refuses_foreign_port
check "nothing was started" test -z "$(pids)"
kill "$stranger"
wait "$stranger" 2>/dev/null || true

check "deploy/up starts the suite again" "$root/deploy/up" --no-job
expect_equal "nothing was lost" "$before" "$(answer office "$names" "${filed[@]}")"

# The checks of the database's shape, and the way back.
check "every migration verifies" "$root/deploy/migrate" --verify
check "expert's migrations can be taken back" "$root/deploy/migrate" --revert expert -y
check "and deployed again" "$root/deploy/migrate"
# Its changelog is another one now: who followed the old one begins anew (deploy/kubernetes.md).
admin_sql "DELETE FROM notification.duty_cursors WHERE source = 'expert'" >/dev/null
admin_sql "DELETE FROM evaluation.duty_cursors WHERE source = 'expert'" >/dev/null

# What is written for bash is read by systemd as well; nothing in a value may end it.
environment_is_read_as_written() {
  source "$root/deploy/lib/services.sh"
  # shellcheck disable=SC2016  # nothing in it is to expand
  local value='a "b" $c `d` \e 联防 it'"'"'s, 100%'
  LIANFANG_PROBE=""
  eval "$(variable PROBE "$value")"
  [[ $LIANFANG_PROBE == "$value" ]]
}
check "a setting is read as it was written" environment_is_read_as_written

# A database that orders texts by a language's rules is refused before anything is in it.
admin_sql "CREATE DATABASE other_order TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'zh-CN'"
other_order() {
  source "$root/deploy/lib/database_url.sh"
  local url
  url=$(admin_database_url)
  ! LIANFANG_DATABASE_URL=${url%/*}/other_order "$root/deploy/migrate" >"$scratch/migrate" 2>&1 && grep -q "not byte by byte" "$scratch/migrate"
}
check "a database with another order of texts is refused" other_order
admin_sql "DROP DATABASE other_order"
