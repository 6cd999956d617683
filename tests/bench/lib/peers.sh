# What SubmitReturn is compared with, on the same server in the same run.
# shellcheck shell=bash

echo_port=$((port_base + 41))
node_port=$((port_base + 42))
ungrouped_port=$((port_base + 43))
replica_port=$((port_base + 45))

# pgbench_peer NAME DATABASE SCRIPT CALLERS [OPTION...]
pgbench_peer() { note "$1" "$4" run_pgbench "${@:2}"; }

# With the settings that the services' roles have (deploy/lib/roles.sql): a peer whose statements are compiled anew is no peer.
run_pgbench() {
  local output
  output=$(PGPASSWORD=$(secret postgresql) PGOPTIONS="-c search_path=submission -c plan_cache_mode=force_generic_plan -c jit=off" pgbench --no-vacuum --file="$2" \
    --client="$3" --jobs=$(($3 < 2 ? 1 : 2)) --time="$seconds" "${@:4}" \
    --host=127.0.0.1 --port="$postgresql_port" --username=lianfang_admin "$1")
  awk '/^latency average/ {mean = $4} /^tps/ {tps = $3} END {printf "{\"per_second\": %.1f, \"mean_ms\": %.3f}", tps, mean}' <<<"$output"
}

# Peer 1: one row, one transaction, nothing else.
make_bare_peer() {
  admin_sql lianfang --command="CREATE TABLE submission.bench_row (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    filer integer NOT NULL, number integer NOT NULL, note text NOT NULL)"
  cat >"$bench_dir/bare.sql" <<'SQL'
\set number random(0, 1000)
INSERT INTO bench_row (filer, number, note) VALUES (:client_id, :number, 'Filed by the load of tests/bench.');
SQL
}

# Peer 2: the statements of one real filing, taken from the server's log, one transaction per return. Everything that the service sends
# for a lone filing is in there, with parameters of real size; obligation, sequence and request id are new for every transaction. The
# second filing is taken: the first also reads the plan.
make_same_peer() {
  local from sequence obligation
  obligation=$(awk -F '[/ ]' 'NR == 2 {print $4}' "$bench_dir/filings")
  local setting
  # The suite's log keeps no parameters; this one needs them.
  local -A settings=([log_statement]=all [log_parameter_max_length]=-1 [log_error_verbosity]=default)
  for setting in "${!settings[@]}"; do
    admin_sql postgres --command="ALTER ROLE lianfang_submission SET $setting = '${settings[$setting]}'"
  done
  start submission
  from=$(wc -c <"$log_dir/postgresql.log")
  load submit emergency "$(service_port grpc submission)" --filings "$bench_dir/filings" --calls 2 >/dev/null
  stop submission
  # Each by its name: the role has settings of its own (deploy/lib/roles.sql), without which every filing takes ten times as long.
  for setting in "${!settings[@]}"; do admin_sql postgres --command="ALTER ROLE lianfang_submission RESET $setting"; done
  sequence=$(admin_sql lianfang --command="SELECT sequence FROM submission.ledger_heads WHERE plan_id = '$plan_id'")
  tail --bytes=+$((from + 1)) "$log_dir/postgresql.log" |
    "$here/replay.py" --obligation "$obligation" --sequence "$sequence" --regions "$regions" --industries "$plan_industries" \
      >"$bench_dir/same.sql"
}

# Peer 3: the same contract served by Node.
start_node_peer() {
  local peer=$root/tests/bench/node
  [[ $peer/node_modules/.package-lock.json -nt $peer/package-lock.json ]] || npm ci --prefix "$peer" --no-progress
  {
    printf 'LISTEN=%q\n' "127.0.0.1:$node_port"
    printf 'DATABASE_URL=%q\n' "$(clone_url bench_node)"
    printf 'SIGNING_KEY=%q\n' "$secret_dir/ledger-signing.pem"
    printf 'TLS_CERT=%q\nTLS_KEY=%q\nTLS_CA=%q\n' "$cert_dir/submission.crt" "$cert_dir/submission.key" "$cert_dir/ca.crt"
  } >"$env_dir/bench-node"
  start_quietly bench-node "$node_port" node "$peer/server.js" "$root"
}

# The lone caller's peer: the service's own parts without the grouping writer.
start_ungrouped_peer() {
  sed -e "s/^LIANFANG_LISTEN=.*/LIANFANG_LISTEN=127.0.0.1:$ungrouped_port/" \
    -e "s/^LIANFANG_HEALTH_LISTEN=.*/LIANFANG_HEALTH_LISTEN=127.0.0.1:$((ungrouped_port + 1))/" \
    -e '/^LIANFANG_METRICS_LISTEN=/d' "$env_dir/submission" >"$env_dir/bench-ungrouped"
  printf 'LIANFANG_DATABASE_URL=%q\n' "$(clone_url bench_ungrouped)" >>"$env_dir/bench-ungrouped"
  start_quietly bench-ungrouped "$((ungrouped_port + 1))" "$build_dir/tests/bench/lianfang-bench-ungrouped"
}

# The reads' peer: answers of so many bytes.
start_echo_peer() {
  start_quietly bench-echo "$echo_port" "$build_dir/tests/bench/lianfang-bench-echo" --listen "127.0.0.1:$echo_port" \
    --reply-bytes "$1" --cert "$cert_dir/evaluation.crt" --key "$cert_dir/evaluation.key" --ca "$cert_dir/ca.crt"
}

stop_peers() {
  local peer
  for peer in bench-echo bench-node bench-ungrouped; do stop_process "$peer" TERM 10; done
}
