# Stages of tests/run and where their time goes.
#
#   stage style check_style      # runs check_style under a heading and keeps its duration
#   beside faults run_faults     # runs run_faults, which has stages, while the caller goes on with others
#   join faults                  # waits for it and shows what it printed
#   print_stage_times
#
# The caller has a directory of its own in $work_dir.
# shellcheck shell=bash
: "${work_dir:?the caller has one}"

# stage NAME COMMAND...: a failing check does not end the run, the end of the command itself does.
stage() {
  local name=$1 started=$SECONDS
  shift
  printf '\n== %s\n' "$name"
  "$@"
  printf '%6d s  %s\n' $((SECONDS - started)) "$name" >>"$work_dir/times"
}

# beside NAME COMMAND...: what it prints is kept in $work_dir/NAME.log. It has a process group of its own, so that abandon ends all of it.
beside() {
  local name=$1
  shift
  set -m
  { "$@" || failed "$name came to its end"; } >"$work_dir/$name.log" 2>&1 </dev/null &
  set +m
  printf '%d\n' $! >"$work_dir/$name.group"
}

# join NAME: waits for what runs beside under that name, and shows what it printed.
join() {
  wait "$(<"$work_dir/$1.group")" || true # what failed is counted
  rm "$work_dir/$1.group"
  cat "$work_dir/$1.log"
}

# abandon: ends what still runs beside; its scripts stop the servers that they have started.
abandon() {
  local group
  for group in "$work_dir"/*.group; do
    if [[ -e $group ]] && kill -TERM -- "-$(<"$group")" 2>/dev/null; then wait "$(<"$group")"; fi
  done
}

print_stage_times() {
  printf '\nWhere the time went:\n'
  if [[ -e $work_dir/times ]]; then cat "$work_dir/times"; fi
  printf '%6d s  in all\n' "$SECONDS"
}
