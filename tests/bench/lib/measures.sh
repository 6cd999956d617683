# The measurements, each leaving its lines in $measurements.
# shellcheck shell=bash

# Time to readiness and memory at rest, of every service.
measure_start() {
  local service
  use_database_url "$(admin_database_url)"
  for service in "${services[@]}"; do write_environment "$service"; done
  for service in "${services[@]}"; do start_measured "$service"; done
  sleep 2
  for service in "${services[@]}"; do note_resident "idle $service" "$service"; done
}

# submission_as IDENTITY ARGUMENT...: the command line, straight to the service: the edge is no part of what is measured.
submission_as() {
  LIANFANG_SUBMISSION_TARGET=localhost:$(service_port grpc submission) LIANFANG_TLS_CERT=$cert_dir/$1.crt \
    LIANFANG_TLS_KEY=$cert_dir/$1.key LIANFANG_TLS_CA=$cert_dir/ca.crt "$cli" "${@:2}"
}

# Publishes the plan. The peers' databases are copies of the suite's as it is then, made while nobody is connected.
publish() {
  local database
  write_plan "$regions" >"$bench_dir/plan.textproto"
  "$root/deploy/certificates" office@100000
  submission_as office@100000 plan grant "$plan_id" --region 100000 --to 140581 --reason bench >/dev/null
  submission_as office plan publish "$bench_dir/plan.textproto" >"$log_dir/bench-publish.log"
  stop "${services[@]}"
  for database in fresh same node ungrouped; do clone "bench_$database" lianfang; done
  for database in "" -node -ungrouped; do write_filings "$regions" >"$bench_dir/filings$database"; done
}

# GetScorecard of a region that has filed, against an echo of the same size; then how soon a filing changes a verdict.
measure_reads() {
  local scorecard=(--name "plans/$plan_id/regions/100000/scorecards/2021") bytes
  start submission evaluation
  load submit emergency "$(service_port grpc submission)" --filings "$bench_dir/filings" --callers 8 --calls "$obligations" >/dev/null
  wait_until 120 evaluation_has_caught_up || fail "evaluation is still busy with the filings" "read $log_dir/evaluation.log"
  has_scorecard || fail "evaluation answers no scorecard" "read $log_dir/evaluation.log"
  bytes=$(load reply-size office "$(service_port grpc evaluation)" "${scorecard[@]}")
  note "scorecard size" 0 printf '{"bytes": %d}' "$bytes"
  start_echo_peer "$bytes"
  for ((round = 1; round <= rounds; ++round)); do
    read_load scorecard "$(service_port grpc evaluation)"
    read_load echo "$echo_port"
  done
  stop_process bench-echo TERM 10
  note verdict 1 load verdict emergency "$(service_port grpc submission)" --evaluation "localhost:$(service_port grpc evaluation)" \
    --filings "$bench_dir/filings" --calls "$verdicts"
  stop evaluation submission
}

# read_load NAME PORT
read_load() {
  note "$1" 64 load scorecard office "$2" "${scorecard[@]}" --callers 64 --seconds "$seconds"
}

# All filings are judged: what is read next is measured without that work beside it.
evaluation_has_caught_up() {
  local before
  before=$(cpu_ticks evaluation)
  sleep 1
  [[ $(($(cpu_ticks evaluation) - before)) -le 5 ]]
}

# cpu_ticks SERVICE: hundredths of a second of processor time that it has used.
cpu_ticks() { awk '{sub(/.*\) /, ""); print $12 + $13}' "/proc/$(process_pid "$1")/stat"; }

has_scorecard() {
  load reply-size office "$(service_port grpc evaluation)" "${scorecard[@]}" >/dev/null 2>"$log_dir/bench-scorecard.log"
}

# SubmitReturn and its peers, turn by turn, so that whatever else the machine does meets them all.
measure_filing() {
  local callers
  make_bare_peer
  make_same_peer
  start_node_peer
  start_ungrouped_peer
  start submission
  for ((round = 1; round <= rounds; ++round)); do
    for callers in 1 8 64; do
      filing submit "$(service_port grpc submission)" filings "$callers"
      pgbench_peer bare lianfang "$bench_dir/bare.sql" "$callers" --protocol=prepared
      pgbench_peer same bench_same "$bench_dir/same.sql" "$callers" --protocol=simple --define=prepared=0 \
        --define=n="${EPOCHREALTIME//[.]/}"
    done
    filing node "$node_port" filings-node 64
    filing ungrouped "$ungrouped_port" filings-ungrouped 1
  done
  stop_peers
  stop submission
}

# SubmitReturn in production's shape: one and two replicas, without refusals and with 2 % of them, 64 callers in all; with the processor
# time that a call takes of the services and of PostgreSQL.
measure_replicas() {
  local refused replicas
  write_replica_environment
  start submission submission-replica
  for ((round = 1; round <= rounds; ++round)); do
    for refused in 0 0.02; do
      for replicas in 1 2; do replicas_load "$replicas" "$refused"; done
    done
  done
  stop submission-replica submission
}

# The second replica's configuration is the first one's on other ports.
write_replica_environment() {
  sed -e "s/^LIANFANG_LISTEN=.*/LIANFANG_LISTEN=127.0.0.1:$replica_port/" \
    -e "s/^LIANFANG_HEALTH_LISTEN=.*/LIANFANG_HEALTH_LISTEN=127.0.0.1:$((replica_port + 1))/" \
    -e '/^LIANFANG_METRICS_LISTEN=/d' "$env_dir/submission" >"$env_dir/submission-replica"
}

# replicas_load REPLICAS REFUSED
replicas_load() {
  local arguments=(--filings "$bench_dir/filings" --callers 64 --seconds "$seconds" --refused "$2")
  if [[ $1 -eq 2 ]]; then arguments+=(--replica "localhost:$replica_port"); fi
  note "replicas $1 refused $2" 64 with_processor_time load submit emergency "$(service_port grpc submission)" "${arguments[@]}"
}

# with_processor_time COMMAND...: the JSON that the command prints, with the microseconds of processor that each of its calls took, and how
# many entries shared a transaction: each has one seal.
with_processor_time() {
  local services_before postgresql_before services_after postgresql_after ledger_before ledger_after seen
  services_before=$(submission_ticks) postgresql_before=$(postgresql_ticks) ledger_before=$(ledger_counts)
  seen=$("$@")
  services_after=$(submission_ticks) postgresql_after=$(postgresql_ticks) ledger_after=$(ledger_counts)
  # A tick is a hundredth of a second; the warm-up's calls, a tenth more, are not among the calls that count.
  jq --argjson services $((services_after - services_before)) --argjson postgresql $((postgresql_after - postgresql_before)) \
    --argjson before "$ledger_before" --argjson after "$ledger_after" \
    '. + {service_micros: ($services * 10000 / (.calls * 1.1)), postgresql_micros: ($postgresql * 10000 / (.calls * 1.1)),
      entries_per_batch: (($after[0] - $before[0]) / ([$after[1] - $before[1], 1] | max))}' <<<"$seen"
}

# ledger_counts: entries and seals, as JSON.
ledger_counts() {
  admin_sql lianfang --command "SELECT json_build_array((SELECT count(*) FROM submission.ledger), (SELECT count(*) FROM submission.seals))"
}

submission_ticks() { echo $(($(cpu_ticks submission) + $(cpu_ticks submission-replica))); }

# All processes of the server, and those that have ended.
postgresql_ticks() {
  local postmaster process
  postmaster=$(head -n 1 "$postgresql_dir/data/postmaster.pid")
  for process in "$postmaster" $(pgrep --parent "$postmaster"); do
    cat "/proc/$process/stat" 2>/dev/null || true  # it may have ended meanwhile
  done |
    awk -v postmaster="$postmaster" '{mine = $1 == postmaster; sub(/.*\) /, ""); ticks += $12 + $13; if (mine) ticks += $14 + $15} END {print ticks}'
}

# filing NAME PORT FILINGS CALLERS: SubmitReturn for a while.
filing() { note "$1" "$4" load submit emergency "$2" --filings "$bench_dir/$3" --callers "$4" --seconds "$seconds"; }

# Memory before and after many submissions.
measure_memory() {
  start submission
  # The first filings open connections and fill buffers and caches, which is no growth.
  load submit emergency "$(service_port grpc submission)" --filings "$bench_dir/filings" --callers 64 --calls "$((memory_calls / 10))" >/dev/null
  note_resident "memory before" submission
  note "memory load" 64 load submit emergency "$(service_port grpc submission)" --filings "$bench_dir/filings" --callers 64 \
    --calls "$memory_calls"
  note_resident "memory after" submission
  stop submission
}

# One stream of first filings into a fresh database, then COPY of the very rows it wrote into the same tables, empty.
measure_stream() {
  local database_of_stream
  database_of_stream=$(clone_url bench_stream)
  sed --in-place '/^LIANFANG_DATABASE_URL=/d' "$env_dir/submission"
  printf 'LIANFANG_DATABASE_URL=%q\n' "$database_of_stream" >>"$env_dir/submission"
  for ((round = 1; round <= rounds; ++round)); do
    clone bench_stream bench_fresh
    clone bench_copy bench_fresh
    write_filings "$regions" >"$bench_dir/filings-stream"
    start submission
    note stream 1 load stream emergency "$(service_port grpc submission)" --filings "$bench_dir/filings-stream" --items "$obligations"
    stop submission
    measure_copy
  done
}
