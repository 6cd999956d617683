#!/usr/bin/env bash
# What the office may change: extensions and waivers stay on record; the next cycle is a file.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

city=gaoping-2021-2025
extended=plans/$city/obligations/2021-140581-construction
waived=plans/$city/obligations/2019-140581-machinery-manufacturing

extend=(obligation extend "$extended" --reason "事故调查尚未结案")
expect_error "a department does not extend" housing PERMISSION_DENIED "${extend[@]}" --until 2030-01-31
expect_error "a due date is not moved forward" office INVALID_ARGUMENT/due_time "${extend[@]}" --until 2022-01-31
expect_error "an unknown obligation is not extended" office NOT_FOUND \
  obligation extend "plans/$city/obligations/none" --until 2030-01-31 --reason test
expect_json "the end of the last day, in the plan's zone" office '.dueTime + " " + .state + " " + .originalDueTime' \
  "2030-01-31T16:00:00Z OBLIGATION_STATE_EXTENDED 2022-05-31T16:00:00Z" "${extend[@]}" --until 2030-01-31
expect_json "before the extension it stood overdue" auditor '.state' OBLIGATION_STATE_OVERDUE \
  obligation show "$extended" --as-of 2022-06-05

waive=(obligation waive "$waived" --reason "本市无此类企业")
expect_error "a department does not waive" emergency PERMISSION_DENIED "${waive[@]}"
request=$(cat /proc/sys/kernel/random/uuid)
expect_json "a waiver" office '.state' OBLIGATION_STATE_WAIVED "${waive[@]}" --request-id "$request"
expect_json "a repeat answers the same" office '.adjustments | length' 1 "${waive[@]}" --request-id "$request"
expect_error "nothing is waived twice" office FAILED_PRECONDITION "${waive[@]}"
expect_json "who, why: listed for ever" auditor '.adjustments[0].reason + " " + (.adjustments[0].actor | split("/") | last)' \
  "本市无此类企业 office" obligation show "$waived"
check "the ledger verifies with them" as auditor ledger audit --plan "$city"
admin_sql "CREATE TABLE public.kept AS SELECT document FROM submission.obligations WHERE plan_id = '$city' AND obligation_id = '${waived##*/}'"
admin_sql "UPDATE submission.obligations SET document = (SELECT document FROM submission.obligations WHERE plan_id = '$city'
           AND obligation_id = '2021-140581-machinery-manufacturing') WHERE plan_id = '$city' AND obligation_id = '${waived##*/}'"
verify_fails() {
  local status=0
  as auditor ledger audit --plan "$city" || status=$?
  [[ $status -eq 3 ]]
}
check "a waiver removed behind the service's back is found" verify_fails
admin_sql "UPDATE submission.obligations SET document = kept.document FROM public.kept
           WHERE plan_id = '$city' AND obligation_id = '${waived##*/}'"
admin_sql "DROP TABLE public.kept"
check "restored, the ledger verifies" as auditor ledger audit --plan "$city"

# An amendment of the exercise: another target, on record, and evaluation judges by it.
sed 's/percent: "5"/percent: "40"/' "$root/deploy/plans/yunnan-2022.textproto" >"$scratch/amended.textproto"
etag=$(answer office '.etag' plan show yunnan-2022)
amend=(plan amend "$scratch/amended.textproto" --reason "加严目标试评")
expect_error "an amendment of an edition that is not in force" office ABORTED "${amend[@]}" --etag 99
expect_error "a department does not amend" emergency PERMISSION_DENIED "${amend[@]}" --etag "$etag"
expect_json "an amendment is the next edition" office '.plan.edition' 2 "${amend[@]}" --etag "$etag"
expect_json "the edition before is still to be read" auditor '.targets[0].reduceBy.percent' 5 plan show yunnan-2022 --edition 1
expect_json "returns stand" office '[.obligations[] | select(.state != "OBLIGATION_STATE_MET_LATE")] | length' 0 \
  obligation list --plan yunnan-2022
judged_by_new_edition() { [[ $(answer office '.planEdition' scorecard show --plan yunnan-2022 --region 530000 --year 2022) == 2 ]]; }
for _ in {1..60}; do judged_by_new_edition && break; sleep 0.5; done
expect_json "evaluation judges by the new target" office \
  '[.results[] | select(.industry == "construction" and .indicator == "accidents").status] | join("")' RESULT_STATUS_NOT_ATTAINED \
  scorecard show --plan yunnan-2022 --region 530000 --year 2022

next=$root/deploy/plans/sample-2026-2030.textproto
expect_json "the next cycle would create" office '.obligations | length' 48 plan publish "$next" --validate-only
expect_error "and was not created" office NOT_FOUND plan show sample-2026-2030
expect_json "the next cycle is published" office '.plan.edition' 1 plan publish "$next"
expect_json "its new department owes" office '[.obligations[].industry] | unique | join(",")' instant-delivery \
  obligation list --plan sample-2026-2030 --department market-regulation
