#!/usr/bin/env bash
# What the scripts before have left, read by a program that shares nothing with the suite (tests/fault/read_ledgers): it finds no fault, and it
# finds those that are planted.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=yunnan-2022
keys=$scratch/keys.pem
acknowledged=$scratch/acknowledged

read_ledgers() {
  PGPASSWORD=$(secret postgresql) "$root/tests/fault/read_ledgers" --acknowledged "$acknowledged" --keys "${1:-$keys}" \
    --database "postgresql://lianfang_admin@127.0.0.1:$postgresql_port/lianfang"
}

# finds NAME WORDS [KEYS]: the reader says so.
finds() {
  local name=$1 words=$2 status=0
  read_ledgers "${@:3}" >"$scratch/found" 2>&1 || status=$?
  if [[ $status -eq 1 ]] && grep -qE -- "$words" "$scratch/found"; then passed "$name"; else failed "$name" "$scratch/found"; fi
}

# planted NAME WORDS CHANGE BACK: a change by the administrator, behind the service's back.
planted() {
  admin_sql "$3"
  finds "the reader finds $1" "$2"
  admin_sql "$4"
}

# flipped NAME WORDS TABLE COLUMN ROW: one bit of the second byte; twice is no change.
flipped() {
  local flip="UPDATE submission.$3 SET $4 = set_byte($4, 1, get_byte($4, 1) # 1) WHERE plan_id = '$plan' AND $5"
  planted "$1" "$2" "$flip" "$flip"
}

as auditor ledger keys "$keys" >/dev/null
for receipt in "$run_dir"/receipts/*.json; do printf -- '- %s\n' "$receipt"; done >"$acknowledged"
check "an independent reader finds every entry, seal, witness, receipt and state in order" read_ledgers

flipped "a changed hash" "another hash than its row" ledger entry_hash "sequence = 2"
flipped "a changed signature" "does not verify" seals signature "last_sequence = 1"
flipped "a changed plan" "edition 1 was changed" plans document "edition = 1"
flipped "a changed head" "head row has another hash" ledger_heads entry_hash "true"
planted "a state that does not follow" "is in state" \
  "UPDATE submission.returns SET state = state + 1 WHERE plan_id = '$plan' AND return_id = '2021-530000-construction'" \
  "UPDATE submission.returns SET state = state - 1 WHERE plan_id = '$plan' AND return_id = '2021-530000-construction'"
admin_sql "CREATE TABLE public.kept AS SELECT * FROM submission.returns WHERE plan_id = '$plan' AND return_id = '2021-530000-construction'"
planted "figures that were not filed" "other figures" \
  "UPDATE submission.returns AS changed SET document = other.document FROM submission.returns AS other WHERE changed.plan_id = '$plan'
   AND other.plan_id = '$plan' AND changed.return_id = '2021-530000-construction' AND other.return_id = '2022-530000-construction'" \
  "UPDATE submission.returns AS changed SET document = kept.document FROM public.kept
   WHERE changed.plan_id = kept.plan_id AND changed.return_id = kept.return_id"
admin_sql "DROP TABLE public.kept"

sed "s/^Range: plans\/$plan .*/Range: plans\/$plan 1-1/" "$keys" >"$scratch/short.pem"
finds "the reader finds seals beyond their key's range" "out of its key's range" "$scratch/short.pem"
openssl genpkey -algorithm ED25519 2>/dev/null | openssl pkey -pubout -out "$scratch/other.pem"
finds "the reader believes no other key" "unknown key" "$scratch/other.pem"
printf '%s\n' "$(cat /proc/sys/kernel/random/uuid)" >>"$acknowledged"
finds "the reader misses what was acknowledged and is not there" "is in the ledgers 0 times"
