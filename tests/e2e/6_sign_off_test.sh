#!/usr/bin/env bash
# Signed by the convener, withdrawn, drafted, and corrected after the plan has closed. On a plan of its own: the notice's, whose returns need
# a signature, and which has closed.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/certificates.sh"

plan="sign-off-exercise"
in_plan=(--plan "$plan")
coal=2019-140581-coal-mining
quarry=2019-140581-non-coal-mining
chemicals=2019-140581-hazardous-chemicals
liaison=emergency+zhang-wei
convener=emergency-convener+li-ming
figures=(--figure accidents=41 --figure deaths=5 --figure injured=45)

# closing_on DATE: the plan as it closes then.
closing_on() {
  sed -e "s/gaoping-2021-2025/$plan/" -e '/^data_requests {/,/^}/ s/^  due_date {.*/&\n  needs_sign_off: true/' "$root/deploy/plans/gaoping-2021-2025.textproto"
  printf 'closing_date { year: %d month: %d day: %d }\n' "$@"
}

closing_on 2026 2 27 >"$scratch/plan.textproto"
expect_error "a plan does not close before its last figures are due" office INVALID_ARGUMENT/closing_date \
  plan publish "$scratch/plan.textproto" --validate-only
closing_on 2026 2 28 >"$scratch/plan.textproto"
expect_json "the plan" office '.plan.edition' 1 plan publish "$scratch/plan.textproto"

submit=(return submit "${in_plan[@]}" "${figures[@]}" --obligation)
expect_json "a filing waits for its signature" "$liaison" '.return.state' RETURN_STATE_AWAITING_SIGN_OFF "${submit[@]}" "$coal"
expect_json "and counts as filed" office '.state' OBLIGATION_STATE_MET_LATE obligation show "$coal" "${in_plan[@]}"
expect_error "the office has nothing to review yet" office FAILED_PRECONDITION return review "$coal" "${in_plan[@]}" --decision accept
expect_json "the convener sees what waits" "$convener" '[.returns[].name | split("/")[-1]] | join(" ")' "$coal" \
  return list "${in_plan[@]}" --awaiting-signature
sign=(return sign "${in_plan[@]}" --decision sign)
expect_error "nobody signs what he filed as the other role" emergency-convener+zhang-wei PERMISSION_DENIED "${sign[@]}" "$coal"
expect_error "nor does a liaison officer" "$liaison" PERMISSION_DENIED "${sign[@]}" "$coal"
as "$liaison" "${submit[@]}" "$quarry" >/dev/null
expect_json "several are signed at once" "$convener" '[.returns[].latest.signOff.signer] | unique | join(" ")' "$(person_uri "$convener")" \
  "${sign[@]}" --waiting
expect_json "who signed is in the ledger, with a receipt" auditor '.sequence' \
  "$(answer auditor .latest.signOff.ledgerSequence return show "$coal" "${in_plan[@]}")" \
  receipt show "${in_plan[@]}" --sequence "$(answer auditor .latest.signOff.ledgerSequence return show "$coal" "${in_plan[@]}")"
expect_json "signed, it can be reviewed" office '.acceptedRevision' 1 return review "$coal" "${in_plan[@]}" --decision accept

withdraw=(return withdraw "${in_plan[@]}" --reason 报错任务)
expect_error "what was accepted is not withdrawn" "$convener" FAILED_PRECONDITION "${withdraw[@]}" "$coal"
expect_error "what the convener signed the liaison does not withdraw" "$liaison" PERMISSION_DENIED "${withdraw[@]}" "$quarry"
as "$liaison" "${submit[@]}" "$chemicals" >/dev/null
expect_json "a withdrawal is a revision of its own" "$liaison" '.state + " " + (.latest.revision | tostring)' "RETURN_STATE_WITHDRAWN 2" \
  "${withdraw[@]}" "$chemicals"
expect_json "and the obligation is owed again" office '.state' OBLIGATION_STATE_OVERDUE obligation show "$chemicals" "${in_plan[@]}"
expect_json "nothing disappears" office '[.revisions[].figures | length] | join(" ")' "0 3" return revisions "$chemicals" "${in_plan[@]}"
expect_error "there is nothing more to withdraw" "$liaison" FAILED_PRECONDITION "${withdraw[@]}" "$chemicals"
as "$liaison" "${submit[@]}" "$chemicals" >/dev/null 2>"$scratch/filed-again" || true
check "who files it again is told how" grep -qF -- '--supersedes 2 --reason' "$scratch/filed-again"

save=(draft save "$chemicals" "${in_plan[@]}")
expect_json "a clerk begins" "$liaison" '.figures | length' 1 "${save[@]}" --figure accidents=40 --reason 重新报送
expect_json "a colleague goes on" emergency+wang-fang '.figures | length' 3 "${save[@]}" --figure deaths=5 --figure injured=45
expect_error "another department sees no draft" housing NOT_FOUND draft show "$chemicals" "${in_plan[@]}"
expect_error "and saves none" housing PERMISSION_DENIED "${save[@]}" --figure accidents=0
expect_error "who has not read it replaces nothing" "$liaison" ABORTED "${save[@]}" --figure accidents=0 --etag "$(cat /proc/sys/kernel/random/uuid)"
expect_json "drafts are listed" "$convener" '[.drafts[].obligation | split("/")[-1]] | join(" ")' "$chemicals" draft list "${in_plan[@]}"
expect_json "a draft is filed" "$liaison" '.return.latest.revision' 3 draft file "$chemicals" "${in_plan[@]}"
expect_json "and is kept no longer" "$liaison" '.drafts // [] | length' 0 draft list "${in_plan[@]}"
expect_json "sent back by the convener, it is owed again" "$convener" '.state' RETURN_STATE_NOT_SIGNED \
  return sign "$chemicals" "${in_plan[@]}" --decision send-back --reason 请核对死亡人数

correct=("${submit[@]}" "$coal" --supersedes 1 --reason 事故结案后人数有变)
expect_error "an accepted return of a closed plan is not corrected" "$liaison" FAILED_PRECONDITION "${correct[@]}"
grant=(return grant "$coal" "${in_plan[@]}" --until "$(date -d tomorrow +%F)" --reason 事故结案后人数有变)
expect_error "a department gives itself no leave" "$convener" PERMISSION_DENIED "${grant[@]}"
expect_json "the office gives leave" office '.correctionGrant.reason' 事故结案后人数有变 "${grant[@]}"
expect_json "and it is corrected; the accepted figures stay until that is signed" "$liaison" '.return.inForce.revision' 1 "${correct[@]}"

check "the ledger verifies with all of it" as auditor ledger audit "${in_plan[@]}"
