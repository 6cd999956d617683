# A suite of a fault script's own: servers in a directory, on ports and, where the machine allows it, in a network namespace of their own. Sourced
# by the script, before anything else; the binaries are those of LIANFANG_BUILD_DIR (default build/release).
#
#   source "$(dirname "${BASH_SOURCE[0]}")/own_suite.sh"
#   trap finish EXIT              # `finish` calls stop_suite
#   start_suite
# shellcheck shell=bash

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
if [[ -z ${FAULT_NAMESPACE:-} ]]; then exec "$root/tests/fault/namespace" "$0" "$@"; fi
binaries=${LIANFANG_BUILD_DIR:-$root/build/release}
results=${LIANFANG_TEST_RESULTS:-}
scratch=$(mktemp -d)
# Nothing of a suite that may run on this machine is used or touched.
# shellcheck disable=SC2086  # one name per word
unset ${!LIANFANG_@}
export LIANFANG_RUN_DIR=$scratch/run LIANFANG_BUILD_DIR=$binaries LIANFANG_TEST_RESULTS=${results:-$scratch/results}
source "$root/deploy/lib/settings.sh"
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/ports.sh"
source "$root/deploy/lib/build.sh"
source "$root/deploy/lib/database_url.sh"
source "$root/tests/lib/results.sh"
source "$root/tests/lib/suite.sh"
# The requests that were answered, for read_ledgers.
acknowledged=$scratch/acknowledged

as() { "$root/deploy/lianfang" --as "$@"; }
request_id() { cat /proc/sys/kernel/random/uuid; }

start_suite() {
  choose_ports
  make_run_dir
  "$root/deploy/up" --no-job
  use_database_url "$(admin_database_url)"
}

# acknowledge REQUEST_ID [RECEIPT]: the request was answered.
acknowledge() { printf '%s\n' "$*" >>"$acknowledged"; }

# read_ledgers [KEYS]: the independent reader over all that is stored.
read_ledgers() {
  local arguments=(--database "$(database_url postgresql)" --keys "${1:-$ledger_keys}")
  if [[ -e $acknowledged ]]; then arguments+=(--acknowledged "$acknowledged"); fi
  "$root/tests/fault/read_ledgers" "${arguments[@]}"
}

# stop_suite STATUS PROCESS...: stops the suite and the script's own processes; after a failure shows the ends of their logs. Ends the script.
stop_suite() {
  local status=$1 process
  trap - EXIT
  set +e
  shift
  for process in "$@"; do stop_process "$process" TERM 30; done
  if [[ -e $run_dir/settings ]]; then "$root/deploy/down" >/dev/null; fi
  if [[ $status -ne 0 ]]; then
    for process in "$@"; do tail -n 10 "$log_dir/$process.log"; done
  fi
  rm -rf "$scratch"
  exit "$status"
}

# Whoever keeps the count has the verdicts.
end_by_verdicts() { [[ -n $results || $(count failed) == 0 ]]; }
