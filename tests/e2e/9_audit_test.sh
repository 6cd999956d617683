#!/usr/bin/env bash
# Who did what, who was refused, who read personal data: listed for the auditor, verified by anybody, pruned by the month.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

city=gaoping-2021-2025
auditor_of_another=auditor@110000

# told IDENTITY FILTER LIST-OPTION...: waits until jq's FILTER of the listed rows is true: denials are stored within a second.
told() {
  for _ in {1..20}; do
    [[ $(answer "$1" "$2" audit list "${@:3}") == true ]] && return
    sleep 0.5
  done
  return 1
}

# A denial by role: of a liaison who would list them. And one by row: the same asks for another department's delivery.
expect_error "a liaison does not list audit rows" emergency PERMISSION_DENIED audit list --service submission
expect_error "nor does an operator" operator PERMISSION_DENIED audit verify --service expert
denial='any(.events[]; .outcome == "AUDIT_OUTCOME_DENIED" and (.method | endswith("ListAuditEvents")) and .reason == "ROLE_NOT_ADMITTED"
  and (.actor | endswith("department/emergency/role/liaison")) and (.proxy | endswith("service/edge")) and (.certificateSerial | length > 0))'
check "a denial by role is listed, with certificate and proxy" told auditor "$denial" --service submission --outcome denied --newest-first --page-size 50
expect_error "another department's obligation" housing PERMISSION_DENIED \
  return submit --obligation "plans/$city/obligations/2021-140581-coal-mining" --figure accidents=0
denial='any(.events[]; (.method | endswith("SubmitReturn")) and (.actor | contains("department/housing/")))'
check "a denial by row is listed" told auditor "$denial" --service submission --outcome denied --newest-first --page-size 50
# A flood is counted: fewer rows than calls.
for _ in {1..12}; do as emergency audit list --service evaluation >/dev/null 2>&1 || true; done
denial='([.events[] | .count // "0" | tonumber] | add) >= 1 and (.events | length) <= 3'
check "a flood of denials is few rows" told auditor "$denial" --service evaluation --outcome denied --method ListAuditEvents

# Mutations and reads.
expect_json "a mutation is listed by its resource" auditor '.events | length > 0' true \
  audit list --service submission --resource "plans/$city" --outcome "done" --page-size 10
before=$(answer auditor '.events | length' audit list --service notification --journal reads --method ListContacts)
as office contact list --department emergency >/dev/null
expect_json "a read of contacts is a row" auditor ".events | length > $before" true \
  audit list --service notification --journal reads --method ListContacts
expect_json "which says what it was narrowed to" auditor '.events[0].detail' "department emergency" \
  audit list --service notification --journal reads --method ListContacts --newest-first --page-size 1
expect_json "another region's auditor does not see it" "$auditor_of_another" '[.events[]? | select(.actor | contains("/region/") and (contains("/region/110000/") | not))] | length' 0 \
  audit list --service notification --journal reads
expect_error "an end before the beginning" auditor INVALID_ARGUMENT/until_time \
  audit list --service submission --from 2026-02-01 --until 2026-01-01

# The chain.
check "every journal of every service verifies" as auditor audit verify
check "also for who may not read all of it" as "$auditor_of_another" audit verify
check "exported" as auditor audit export "$scratch/audit.jsonl" --service notification --service submission
check "and verified offline" as auditor audit verify "$scratch/audit.jsonl"
noted=$(answer auditor '.journals[0] | "notification:reads:" + .sequence + ":" + .chainHash' audit verify --service notification --journal reads)
noted=${noted%:*}:$(base64 --decode <<<"${noted##*:}" | od -An -tx1 | tr -d ' \n')
check "held to an end that was noted" as auditor audit verify --service notification --journal reads --noted "$noted"
verification_fails() {
  local status=0
  as auditor audit verify "$@" || status=$?
  [[ $status -eq 3 ]]
}
check "another hash than the noted one is found" verification_fails --service notification --journal reads \
  --noted "${noted%?????}00000"
admin_sql "UPDATE notification.audit_events SET detail = detail || 'x' WHERE journal = 'reads' AND sequence = 1"
check "a changed row is found" verification_fails --service notification --journal reads
admin_sql "UPDATE notification.audit_events SET detail = left(detail, -1) WHERE journal = 'reads' AND sequence = 1"
sed 's/"detail":"department emergency"/"detail":"department housing"/' "$scratch/audit.jsonl" >"$scratch/changed.jsonl"
check "also in an exported file" verification_fails "$scratch/changed.jsonl"
admin_sql "CREATE TABLE public.kept AS SELECT * FROM notification.audit_events WHERE journal = 'reads' AND sequence = 1;
  DELETE FROM notification.audit_events WHERE journal = 'reads' AND sequence = 1"
check "a removed row is found" verification_fails --service notification --journal reads
admin_sql "INSERT INTO notification.audit_events SELECT * FROM public.kept; DROP TABLE public.kept"
check "restored, it verifies" as auditor audit verify --service notification --journal reads

# A pruned request: refused, never carried out again; the ledger's audit takes it as it is.
request=$(admin_sql "SELECT request_id FROM submission.request_log WHERE method LIKE '%SubmitReturn' ORDER BY create_time LIMIT 1")
admin_sql "UPDATE submission.request_log SET create_time = create_time - interval '2000 days' WHERE request_id = '$request'"
expect_equal "it is pruned" 1 "$(admin_sql "SET search_path = submission; SELECT prune_request_log(400, 10)")"
check "the ledger's audit verifies all that the ledger holds" as auditor ledger audit --plan yunnan-2022

# Changes that are older than they are kept go, oldest first; the ledger's audit matches what is left with the entries.
admin_sql "UPDATE submission.changelog SET commit_time = commit_time - interval '2000 days' WHERE position <= 45"
expect_equal "the oldest changes are pruned" 45 "$(admin_sql "SET search_path = submission; SELECT prune_changelog(400, 100)")"
expect_equal "never the newest" 0 "$(admin_sql "SET search_path = submission; SELECT prune_changelog(400, 100)")"
check "the ledger's audit verifies the changes that are left" as auditor ledger audit --plan gaoping-2021-2025
check "also of a plan that was published later" as auditor ledger audit --plan yunnan-2022
last=$(admin_sql "SELECT max(position) FROM submission.changelog WHERE position('plans/yunnan-2022/'::bytea IN payload) > 0")
kept=$(admin_sql "SELECT payload FROM submission.changelog WHERE position = $last")
admin_sql "UPDATE submission.changelog SET payload = substring(payload FOR length(payload) - 1) WHERE position = $last"
status=0
as auditor ledger audit --plan yunnan-2022 >/dev/null 2>&1 || status=$?
expect_equal "and finds one of them that was changed" 3 "$status"
admin_sql "UPDATE submission.changelog SET payload = '$kept' WHERE position = $last"
