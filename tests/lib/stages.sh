# Stages of tests/run and where their time goes.
#
#   stage style check_style      # runs check_style under a heading and keeps its duration
#   print_stage_times
# shellcheck shell=bash

stage_times=()

# stage NAME COMMAND...: a failing check does not end the run, the end of the command itself does.
stage() {
  local name=$1 started=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  stage_times+=("$(printf '%6d s  %s' $((SECONDS - started)) "$name")")
}

print_stage_times() {
  printf '\nWhere the time went:\n'
  printf '%s\n' "${stage_times[@]}"
  printf '%6d s  in all\n' "$SECONDS"
}
