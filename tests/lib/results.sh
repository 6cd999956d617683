# The one count of a test run. Every check, of whatever kind and in whatever process, ends in one line of $LIANFANG_TEST_RESULTS:
# `COUNT passed|failed NAME`.
#
#   passed "buf lint"
#   failed "buf lint" "$log"           # shows the end of the log, too
#   check "buf lint" buf lint          # one or the other, by the command's exit status
#
# A script of checks that is run by itself shows its verdicts and keeps no count.
# shellcheck shell=bash

LIANFANG_TEST_RESULTS=${LIANFANG_TEST_RESULTS:-/dev/null}

passed() {
  printf '1 passed %s\n' "$1" >>"$LIANFANG_TEST_RESULTS"
  printf 'ok      %s\n' "$1"
}

# failed NAME [LOG]
failed() {
  printf '1 failed %s\n' "$1" >>"$LIANFANG_TEST_RESULTS"
  printf 'FAILED  %s\n' "$1"
  if [[ -n ${2:-} && -s $2 ]]; then tail -n 40 "$2" | sed 's/^/        /'; fi
}

# check NAME COMMAND...: what the command prints is shown only when it fails.
check() {
  local name=$1 log
  shift
  log=$(mktemp)
  if "$@" >"$log" 2>&1; then passed "$name"; else failed "$name" "$log"; fi
  rm -f "$log"
}

# count VERDICT: how many checks have passed or failed so far.
count() { awk -v verdict="$1" '$2 == verdict {sum += $1} END {print sum + 0}' "$LIANFANG_TEST_RESULTS"; }
