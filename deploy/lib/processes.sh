# The processes of a suite: started once, known again later, stopped by what they are and not by what they are called.
#
#   start_process submission "$(fingerprint "$binary" "$env_dir/submission")" "$binary"
#   process_pid submission          # prints its pid while it runs
#   stop_process submission TERM 30
#
# A process named N logs to log/N.log, takes its environment from env/N where that exists, and leaves pids/N with its pid, its
# identity (a pid alone may meanwhile be another program's) and the fingerprint of what it was started from.
# shellcheck shell=bash

# process_identity PID: boot and start time of the process; fails when there is none or it has ended.
process_identity() {
  local stat fields
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The command's name stands in parentheses and may hold anything; the state follows, and 19 fields later the start time.
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z ]] || return 1
  printf '%s/%s' "$(cat /proc/sys/kernel/random/boot_id)" "${fields[19]}"
}

# process_pid NAME: prints the pid of the process started under that name; fails when it does not run any more.
process_pid() {
  local pid identity
  [[ -r $pid_dir/$1 ]] || return 1
  read -r pid identity _ <"$pid_dir/$1"
  [[ $(process_identity "$pid") == "$identity" ]] || return 1
  printf '%s' "$pid"
}

# fingerprint FILE...: changes when the name or the content of a file does.
fingerprint() { sha256sum "$@" | sha256sum | cut -c 1-64; }

# process_is_current NAME FINGERPRINT: whether the process runs, and was started from just this.
process_is_current() {
  process_pid "$1" >/dev/null && [[ $(cut -d ' ' -f 3 "$pid_dir/$1") == "$2" ]]
}

# start_process NAME FINGERPRINT COMMAND...: starts a process that outlives this script, and holds nothing of it: a lock's descriptor
# (this run directory's, or of a `flock` around the script) would keep the lock for as long as the process runs.
start_process() {
  local name=$1 fingerprint=$2 descriptor
  shift 2
  (
    exec </dev/null >>"$log_dir/$name.log" 2>&1
    for descriptor in "/proc/$BASHPID/fd"/*; do
      descriptor=${descriptor##*/}
      if [[ $descriptor -gt 2 ]]; then exec {descriptor}>&-; fi
    done
    cd /
    # shellcheck disable=SC2086  # one name per word
    unset ${!LIANFANG_@}
    if [[ -e $env_dir/$name ]]; then
      set -a
      # shellcheck disable=SC1090  # written by lib/services.sh
      source "$env_dir/$name"
      set +a
    fi
    exec setsid "$@"
  ) &
  printf '%s %s %s\n' "$!" "$(process_identity "$!")" "$fingerprint" >"$pid_dir/$name"
}

# stop_process NAME SIGNAL SECONDS: asks it to end and waits so long; says so and fails when it is still there.
stop_process() {
  local pid
  if pid=$(process_pid "$1"); then
    kill -s "$2" "$pid"
    if ! wait_until "$3" process_is_gone "$1"; then
      printf '%s (pid %d) still runs %d s after SIG%s\n' "$1" "$pid" "$3" "$2" >&2
      return 1
    fi
  fi
  rm -f "$pid_dir/$1"
}

process_is_gone() { ! process_pid "$1" >/dev/null; }

# wait_until SECONDS COMMAND...: tries the command until it succeeds; fails when the time is over.
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [[ $SECONDS -lt $end ]] || return 1
    sleep 0.1
  done
}

# wait_for_start NAME SECONDS COMMAND...: waits until the process answers; ends the step when it has ended or does not answer.
wait_for_start() {
  local name=$1 seconds=$2
  shift 2
  wait_until "$seconds" answers_or_ended "$name" "$@" || true
  if ! process_pid "$name" >/dev/null; then
    tail -n 10 "$log_dir/$name.log"
    fail "$name has ended right after its start" "read $log_dir/$name.log"
  fi
  "$@" || fail "$name does not answer after $seconds s" "read $log_dir/$name.log"
}

answers_or_ended() {
  process_is_gone "$1" || "${@:2}"
}
