#!/usr/bin/env bash
# Receipts and ledger: what was filed can be proven, and what somebody changes behind the service's back is found.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=yunnan-2022
receipt=$run_dir/receipts/2021-530000-construction-first.json
entry="plan_id = '$plan' AND sequence = 3" # after the grant of the region and the plan's first edition: a filing

# exits STATUS COMMAND...
exits() {
  local status=0
  "${@:2}" || status=$?
  [[ $status -eq $1 ]]
}

audit_ledger() { as auditor ledger audit --plan "$plan"; }   # by the service, with all that is stored beside it
verify_ledger() { as auditor ledger verify --plan "$plan"; } # here, entry by entry, with the published keys

# Without certificate or service: by the file and the public key alone.
check "a receipt verifies offline" "$cli" receipt verify "$receipt" --key "$ledger_keys"
receipt_says() { grep -q "$1" <("$cli" receipt verify "$receipt" --key "$ledger_keys"); }
check "it says how the filing was judged" receipt_says "^时效 .*逾期"
check "and by which edition of the plan" receipt_says "^方案版次 .*1"
check "a receipt verifies at the service" as emergency receipt verify "$receipt"
jq '.seal.signature |= (if startswith("A") then "B" else "A" end) + .[1:]' "$receipt" >"$scratch/forged.json"
check "a forged receipt does not" exits 3 "$cli" receipt verify "$scratch/forged.json" --key "$ledger_keys"

check "the service's audit finds nothing" exits 0 audit_ledger
check "the ledger verifies" exits 0 verify_ledger
expect_error "a department may not have the ledger audited" emergency PERMISSION_DENIED ledger audit --plan "$plan"
expect_error "nor read it whole" emergency PERMISSION_DENIED ledger verify --plan "$plan"
unreachable() { as auditor ledger audit --plan "$plan" --submission-target dns:///localhost:1 --timeout 1s --wait 1s; }
check "what cannot be read is told from what does not verify" exits 1 unreachable

# Kept, and held to later without believing the service.
archive=$scratch/ledger.jsonl
as auditor ledger head --plan "$plan" --save "$scratch/head.json" >/dev/null
check "the ledger is exported" as auditor ledger export --plan "$plan" "$archive"
offline() { "$cli" ledger verify "$archive" --key "$ledger_keys" "$@"; }
check "and verifies where no service answers" offline
check "against the head that was kept" offline --head "$scratch/head.json"
expect_equal "as many entries as there are" "$(admin_sql "SELECT count(*) FROM submission.ledger WHERE plan_id = '$plan'")" \
  "$(offline --output json | jq --raw-output .entryCount)"
cp "$archive" "$scratch/whole.jsonl"
jq --compact-output 'if .entry.sequence == "2" then .entry.entry |= (if startswith("C") then "D" else "C" end) + .[1:] else . end' \
  "$scratch/whole.jsonl" >"$archive"
check "one changed character is found" exits 3 offline
sed '$d' "$scratch/whole.jsonl" | sed '$d' >"$archive"
check "so is an end that is cut off" exits 3 offline
openssl genpkey -algorithm ED25519 -out "$scratch/other.pem" 2>/dev/null
openssl pkey -in "$scratch/other.pem" -pubout -out "$scratch/other-public.pem"
check "another key vouches for nothing" exits 3 "$cli" ledger verify "$scratch/whole.jsonl" --key "$scratch/other-public.pem"
check "the service proves that the ledger begins with the kept head" as auditor ledger check-head "$scratch/head.json"
check "and with the exported ledger's" as auditor ledger check-head "$scratch/whole.jsonl"
jq 'del(.treeHead)' "$scratch/head.json" >"$scratch/old-head.json"
check "a head from before there were trees still holds" as auditor ledger check-head "$scratch/old-head.json"

# Which key sealed what: as the service lists it, and held to that.
check "the keys are listed with what they have sealed" as auditor ledger keys "$scratch/keys.pem"
check "the file says so" grep -q "^Range: plans/$plan 1-$" "$scratch/keys.pem"
check "the ledger verifies with it" exits 0 "$cli" ledger verify "$scratch/whole.jsonl" --key "$scratch/keys.pem"
sed "s/^State: in use/State: retired/; s/^Range: plans\/$plan 1-$/Range: plans\/$plan 1-1/" "$scratch/keys.pem" |
  sed '/^Range:.*-$/d' >"$scratch/retired.pem"
check "a receipt beyond what its key has sealed is none" exits 3 "$cli" receipt verify "$receipt" --key "$scratch/retired.pem"

# Witnessed by somebody outside of the service.
witness_key=$scratch/witness.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$witness_key" 2>/dev/null
witness() { as observer ledger witness --plan "$plan" --key "$witness_key" --kept "$scratch/witnessed.json"; }
expect_error "a key that is not registered witnesses nothing" observer FAILED_PRECONDITION \
  ledger witness --plan "$plan" --key "$witness_key"
check "the observer registers a key" as observer ledger register-key --plan "$plan" --key "$witness_key"
check "reads the ledger and witnesses it" witness
check "and again, from what was witnessed before" witness
expect_json "both are listed" emergency '.witnesses | length' 2 ledger witnesses --plan "$plan"
expect_json "and verify with the ledger" auditor '.witnesses[0].actor | split("/") | last' observer ledger verify --plan "$plan"
check "the service's audit agrees" exits 0 audit_ledger

# One byte of an entry, in its middle; an exclusive or twice is no change.
flip="UPDATE submission.ledger SET entry = set_byte(entry, length(entry) / 2, get_byte(entry, length(entry) / 2) # 1) WHERE $entry"
admin_sql "$flip"
check "one flipped bit in an entry is found" exits 3 verify_ledger
check "by the service, too" exits 3 audit_ledger
admin_sql "$flip"
check "restored, the ledger verifies" exits 0 verify_ledger

# A state that does not follow from the ledger: the return says that it is not reviewed.
admin_sql "CREATE TABLE public.kept AS SELECT * FROM submission.returns WHERE return_id = '2021-530000-construction'"
admin_sql "UPDATE submission.returns AS changed SET document = other.document FROM submission.returns AS other
           WHERE changed.return_id = '2021-530000-construction' AND other.return_id = '2022-530000-construction'"
check "a changed state is found" exits 3 audit_ledger
admin_sql "UPDATE submission.returns AS changed SET document = kept.document FROM public.kept WHERE changed.return_id = kept.return_id"
admin_sql "DROP TABLE public.kept"
check "restored, the states verify" exits 0 audit_ledger

# One flipped bit in every place where something is kept, the second byte of which there is always one.
flip_in() { admin_sql "UPDATE submission.$1 SET $2 = set_byte($2, 1, get_byte($2, 1) # 1) WHERE $3"; }

# rows WORDS: a condition, PLAN, LOGGED and TOLD in it replaced: of the plan; its first logged answer; its last change of a return.
rows() {
  local condition=${1//PLAN/"plan_id = '$plan'"}
  condition=${condition//LOGGED/"request_id = (SELECT min(request_id)::uuid FROM submission.audit_events
    WHERE outcome = 1 AND resource LIKE 'plans/$plan/returns/%')"}
  printf '%s' "${condition//TOLD/"position = (SELECT max(position) FROM submission.changelog
    WHERE topic LIKE 'returns%' AND position(convert_to('plans/$plan/', 'UTF8') IN payload) > 0)"}"
}
while read -r table column row; do
  row=$(rows "$row")
  flip_in "$table" "$column" "$row"
  check "one flipped bit in $table.$column is found" exits 3 audit_ledger
  flip_in "$table" "$column" "$row"
done <<'PLACES'
ledger entry_hash PLAN AND sequence = 3
seals seal PLAN AND last_sequence = 1
seals signature PLAN AND last_sequence = 1
plans document PLAN AND edition = 1
ledger_heads entry_hash PLAN
obligations document PLAN AND obligation_id = '2021-530000-construction'
returns document PLAN AND return_id = '2021-530000-construction'
request_log response LOGGED
changelog payload TOLD
PLACES

# What lists filter and order by beside the message, and what decides the next entry: changed, found, and set back (~ is a blank).
while read -r table column change back row; do
  row=$(rows "$row")
  admin_sql "UPDATE submission.$table SET $column = ${change//\~/ } WHERE $row"
  check "$table.$column, changed to ${change//\~/ }, is found" exits 3 audit_ledger
  admin_sql "UPDATE submission.$table SET $column = ${back//\~/ } WHERE $row"
done <<'PLACES'
obligations department department||'-' left(department,-1) PLAN AND obligation_id = '2021-530000-construction'
obligations due_time due_time+interval~'1~day' due_time-interval~'1~day' PLAN AND obligation_id = '2021-530000-construction'
obligations acting_region '' '140581' PLAN AND obligation_id = '2021-530000-construction'
returns state state+1 state-1 PLAN AND return_id = '2021-530000-construction'
ledger return_id return_id||'-' left(return_id,-1) PLAN AND sequence = 3
ledger_heads edition edition+1 edition-1 PLAN
ledger_heads commit_time commit_time+interval~'1~day' commit_time-interval~'1~day' PLAN
request_log method method||'-' left(method,-1) LOGGED
changelog topic topic||'-' left(topic,-1) TOLD
PLACES
check "restored, all verifies" exits 0 audit_ledger

# The service itself could not have done it.
as_service() {
  PGPASSWORD=$(secret lianfang_submission) psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --host=127.0.0.1 --port="$postgresql_port" \
    --username=lianfang_submission --dbname=lianfang --command="$1"
}
denied() { ! as_service "$1" >"$scratch/denied" 2>&1 && grep -q 'permission denied' "$scratch/denied"; }

check "the service's role reads its ledger" as_service "SELECT FROM ledger"
check "the service's role cannot change the ledger" denied "UPDATE ledger SET entry = entry"
check "the service's role cannot delete from the audit trail" denied "DELETE FROM audit_events"
check "nor change a row of it" denied "UPDATE audit_events SET detail = ''"
check "nor add one that is not chained" denied "INSERT INTO audit_events SELECT * FROM audit_events LIMIT 1"
check "nor take an answer from the request log" denied "DELETE FROM request_log"
for service in evaluation expert notification; do
  check "the service's role sees nothing of $service" denied "SELECT FROM $service.request_log"
done
