# Filings under way while something fails: a generated plan, callers who ask until they are answered, and followers. Sourced after own_suite.sh.
#
#   publish_generated_plan 30          # 30 regions × 7 industries × 2 periods
#   start_filings 10000                # in the background
#   …                                  # whatever fails
#   check "…" filings_end
#   check "…" everything_is_there      # by the independent reader
# shellcheck shell=bash

source "$root/tests/bench/lib/plan.sh"
source "$root/deploy/lib/steps.sh"
source "$root/deploy/lib/postgresql.sh"
source "$root/deploy/lib/redis.sh"
source "$root/deploy/lib/services.sh"
filings=$scratch/filings watched=$scratch/watched load_summary=$scratch/load
watchers=2
load=""
result() { :; } # the steps of deploy/ say what they did; here nobody asks

publish_generated_plan() {
  write_plan "$1" >"$scratch/plan.textproto"
  write_filings "$1" >"$filings"
  as office@100000 plan grant "$plan_id" --region 100000 --to "$local_region" --reason 压力测试 >/dev/null # by the office of those regions
  as office plan publish "$scratch/plan.textproto" >/dev/null
  mkdir -p "$scratch/receipts"
}

# start_filings COUNT [OPTION...]: options of lianfang-filing-load.
start_filings() {
  "$build_dir/tests/fault/lianfang-filing-load" --target "${filing_target:-$(service_target submission)}" --cert "$cert_dir/emergency.crt" \
    --key "$cert_dir/emergency.key" --ca "$cert_dir/ca.crt" --watch-cert "$cert_dir/evaluation.crt" --watch-key "$cert_dir/evaluation.key" \
    --filings "$filings" --count "$1" --acknowledged "$acknowledged" --receipts "$scratch/receipts" --watchers "$watchers" \
    --watched "$watched" "${@:2}" >"$load_summary" 2>"$scratch/load.log" &
  load=$!
}

filing() { kill -0 "$load" 2>/dev/null; }
answers() { if [[ -e $acknowledged ]]; then wc -l <"$acknowledged"; else printf 0; fi; }

# filings_end: the callers have all of their answers, and the followers have seen everything.
filings_end() {
  local status=0
  wait "$load" || status=$?
  load=""
  cat "$load_summary" "$scratch/load.log"
  return "$status"
}

stop_filings() {
  if [[ -n $load ]]; then
    kill "$load" 2>/dev/null || true
    wait "$load" 2>/dev/null || true
  fi
}

# followers_caught_up SINCE: evaluation and notification have heard of everything that submission had told by that instant (seconds).
followers_caught_up() {
  local service
  for service in evaluation notification; do
    curl --silent "http://127.0.0.1:$(service_port metrics "$service")/metrics" |
      awk -v since="$1" '/^lianfang_follower_current_timestamp_seconds/ {found = 1; if ($2 <= since) behind = 1} END {exit !found || behind}' || return 1
  done
}

# everything_is_there [OPTION...]: what was acknowledged, once, with its receipt; what followers saw; what evaluation and notification made of it.
# shellcheck disable=SC2120  # options of read_ledgers, where a script has some
everything_is_there() {
  local arguments=(--database "$(database_url postgresql)" --keys "$ledger_keys" --acknowledged "$acknowledged") file
  for file in "$watched".*; do
    if [[ -e $file ]]; then arguments+=(--watched "$file"); fi
  done
  wait_until 120 followers_caught_up $(($(date +%s) + 1)) || printf 'the followers have not caught up in two minutes\n'
  "$root/tests/fault/read_ledgers" "${arguments[@]}" "$@" | tee "$scratch/read"
  return "${PIPESTATUS[0]}"
}

# start_service_again SERVICE: as it was started, where it does not run.
start_service_again() {
  if process_pid "$1" >/dev/null; then return; fi
  start_process "$1" - "$(service_binary "$1")"
}

healthy() { "$cli" health check --target "127.0.0.1:$(service_port health "$1")" --wait 1s >/dev/null 2>&1; }

# kill_postgresql: the postmaster, as by a power cut; it comes back with what was on disk. What is left of its backends ends by itself, and until
# then it cannot start.
kill_postgresql() {
  stop_process postgresql KILL 30
  wait_until 60 postgresql_is_back
}
postgresql_is_back() {
  pg_isready --quiet --host=127.0.0.1 --port="$postgresql_port" && return
  if process_is_gone postgresql; then (start_postgresql >/dev/null 2>&1) || true; fi
  pg_isready --quiet --host=127.0.0.1 --port="$postgresql_port"
}

# kill_backend: one of PostgreSQL's, by chance; it takes all others with it, and recovers. Fails where there is none for half a minute.
kill_backend() { wait_until 30 kill_some_backend; }
kill_some_backend() {
  local backends
  mapfile -t backends < <(pgrep --parent "$(process_pid postgresql)" --full 'postgres: lianfang_')
  [[ ${#backends[@]} -gt 0 ]] && kill -KILL "${backends[RANDOM % ${#backends[@]}]}" 2>/dev/null
}

kill_redis() {
  stop_process redis-server KILL 10
  (start_redis >/dev/null)
}

kill_service() {
  stop_process "$1" KILL 10
  start_service_again "$1"
}
