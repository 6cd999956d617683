# Expectations on the CLI, as a user has it: through deploy/lianfang, against the running suite, over mutual TLS.
#
#   expect_json  "42 obligations" office '.obligations | length' 42 obligation list --plan gaoping-2021-2025
#   expect_error "a foreign department" housing PERMISSION_DENIED return submit --obligation … --figure accidents=1
#   expect_error "an unknown figure" emergency INVALID_ARGUMENT/figures return submit …      # a violation of that field is named
# shellcheck shell=bash

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../deploy/lib/settings.sh"
source "$here/../lib/results.sh"
export TZ=Asia/Shanghai  # a day is one of the plan, wherever the machine stands

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# as IDENTITY ARGUMENT...: the CLI as somebody.
as() { "$root/deploy/lianfang" --as "$@"; }

# answer IDENTITY FILTER ARGUMENT...: what jq's FILTER makes of the CLI's JSON.
answer() { as "$1" "${@:3}" --output json | jq --raw-output "$2"; }

# expect_equal NAME EXPECTED ACTUAL
expect_equal() {
  if [[ $2 == "$3" ]]; then
    passed "$1"
  else
    diff --label expected --label actual -u <(printf '%s\n' "$2") <(printf '%s\n' "$3") >"$scratch/diff" || true
    failed "$1" "$scratch/diff"
  fi
}

# expect_json NAME IDENTITY FILTER EXPECTED ARGUMENT...
expect_json() {
  local actual
  if actual=$(answer "$2" "$3" "${@:5}" 2>"$scratch/errors"); then
    expect_equal "$1" "$4" "$actual"
  else
    failed "$1" "$scratch/errors"
  fi
}

# expect_error NAME IDENTITY CODE[/FIELD] ARGUMENT...: the call is refused with this code on stderr, and nothing is answered.
expect_error() {
  local name=$1 identity=$2 code=${3%%/*} field="" status=0
  if [[ $3 == */* ]]; then field=${3#*/}; fi
  as "$identity" "${@:4}" --output json >"$scratch/answer" 2>"$scratch/errors" || status=$?
  if [[ $status -eq 1 && ! -s $scratch/answer ]] && grep -qE "^错误：.*（$code）$" "$scratch/errors" &&
    grep -qF -- "$field" "$scratch/errors"; then
    passed "$name"
  else
    printf 'exit status %d; wanted 1 and %s\n' "$status" "$3" >>"$scratch/errors"
    failed "$name" "$scratch/errors"
  fi
}

# admin_sql COMMAND: the suite's database as its administrator.
admin_sql() {
  PGPASSWORD=$(secret postgresql) psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 \
    --host=127.0.0.1 --port="$postgresql_port" --username=lianfang_admin --dbname=lianfang --command="$1"
}
