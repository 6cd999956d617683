# Steps of deploy/up and tests/run: one line each on the terminal, everything they print in a log of their own.
#
#   step_total=2
#   run_step database "see the log of PostgreSQL, .run/log/postgresql.log" start_database
#
# A step prints to its log. Two kinds of line in there are also shown to people: the last `result: TEXT` when it succeeds, the
# last `cure: TEXT` when it fails (`fail` in lib/settings.sh writes one; otherwise the cure given to run_step is shown).
# shellcheck shell=bash

step_total=0
step_number=0

# result TEXT: what people should see about the step that is running.
result() { printf 'result: %s\n' "$1"; }

# run_step NAME CURE COMMAND...: runs the command as the next step; a failure is shown with log and cure and ends the script.
run_step() {
  local name=$1 cure=$2 log=$log_dir/$1.log started=$SECONDS status ticker
  shift 2
  step_number=$((step_number + 1))
  : >"$log"
  printf '[%d/%d] %-13s' "$step_number" "$step_total" "$name"
  show_progress "$name" "$log" $$ &
  ticker=$!
  # Not in a condition: `set -e` must stay in force inside the step.
  set +e
  (
    set -e
    "$@"
  ) >>"$log" 2>&1 </dev/null
  status=$?
  set -e
  kill "$ticker" 2>/dev/null || true
  wait "$ticker" 2>/dev/null || true
  if [[ -t 1 ]]; then printf '\r\033[K[%d/%d] %-13s' "$step_number" "$step_total" "$name"; fi
  if [[ $status -ne 0 ]]; then
    printf 'FAILED after %d s\n' $((SECONDS - started))
    explain_failure "$name" "$log" "$cure" >&2
    exit 1
  fi
  printf '%s (%d s)\n' "$(last_marked result "$log" "done")" $((SECONDS - started))
}

# show_progress NAME LOG OWNER: keeps the newest line of the log on the terminal while the owner lives; silent elsewhere.
show_progress() {
  local started=$SECONDS width
  [[ -t 1 ]] || return 0
  width=$(($(tput cols 2>/dev/null || echo 100) - 36))
  while kill -0 "$3" 2>/dev/null; do
    printf '\r\033[K[%d/%d] %-13s%4d s  %s' "$step_number" "$step_total" "$1" $((SECONDS - started)) \
      "$(tail -n 1 "$2" 2>/dev/null | tr -d '\r\033' | cut -c "1-$width")"
    sleep 1
  done
}

# last_marked MARK LOG DEFAULT: the last line of the log that is marked so, without its mark.
last_marked() {
  local line
  line=$(sed -n "s/^$1: //p" "$2" | tail -n 1)
  printf '%s' "${line:-$3}"
}

# explain_failure NAME LOG CURE: the end of the log, where the rest is, and what helps.
explain_failure() {
  printf '\nThe step "%s" failed. The end of its log:\n' "$1"
  grep -v '^cure: ' "$2" | tail -n 15 | sed 's/^/    /'
  printf '  log:  %s\n  cure: %s\n' "$2" "$(last_marked cure "$2" "$3")"
}
