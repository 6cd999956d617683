#!/usr/bin/env bash
# A return's way: filed, sent back, owed again, confirmed, accepted as the revision that was looked at; and final figures. On a plan of its
# own: the notice's.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=return-exercise
coal=plans/$plan/obligations/2019-140581-coal-mining
filed=${coal/obligations/returns}
year_end=plans/$plan/obligations/2025-140581-coal-mining

# import_faults FILE: emergency imports; the exit status, and of each fault its row and column.
import_faults() {
  local status=0
  as emergency return import "$1" --output json >"$scratch/report.json" 2>"$scratch/errors" || status=$?
  printf '%d %s' "$status" "$(jq --raw-output '"filed \(.filed) unchanged \(.unchanged)", (.faults[]? | "\(.row) \(.column)")' "$scratch/report.json")"
}

sed "s/gaoping-2021-2025/$plan/" "$root/deploy/plans/gaoping-2021-2025.textproto" >"$scratch/plan.textproto"
expect_json "the plan" office '.plan.edition' 1 plan publish "$scratch/plan.textproto"
submit=(return submit --obligation "$coal" --figure accidents=41 --figure deaths=5 --figure injured=45)
expect_json "a return is filed" emergency '.return.latest.revision' 1 "${submit[@]}"
first_etag=$(answer office .etag return show "$filed")

review=(return review "$filed")
expect_error "a revision that is not there is not reviewed" office ABORTED "${review[@]}" --accept --revision 2
expect_json "the return is sent back, with a remark on a figure" office '.state + " " + .latest.review.remarks[0].figure' \
  "RETURN_STATE_SENT_BACK deaths" "${review[@]}" --send-back --reason "与医院数据不符" --remark "deaths=请核对" --revision 1
expect_json "and owed again, by a date of its own" emergency '.state + " " + ((.sendBacks[0].dueTime > .dueTime) | tostring)' \
  "OBLIGATION_STATE_SENT_BACK true" obligation show "$coal"
expect_json "found among what is due from today on" emergency "[.obligations[]? | select(.name == \"$coal\")] | length" 1 \
  obligation list --plan "$plan" --due-from "$(date +%F)"

as emergency return template --plan "$plan" --department emergency --period 2019 "$scratch/template.csv"
expect_equal "the template has its figures; handed in as it is, it says nothing new" $'2 filed 0 unchanged 0\n2 更正原因' \
  "$(import_faults "$scratch/template.csv")"

correct=("${submit[@]}" --supersedes 1 --reason "与医院核对，数据无误")
expect_error "a correction of what was read before the review" emergency ABORTED "${correct[@]}" --etag "$first_etag"
request=$(cat /proc/sys/kernel/random/uuid)
expect_json "confirmed, it is the next revision" emergency '.return.latest.revision' 2 "${correct[@]}" --request-id "$request" \
  --etag "$(answer emergency .etag return show "$filed")"
expect_json "and counts as filed when it first was" emergency '.state + " " + (.sendBacks[0].previousMetTime == .metTime | tostring)' \
  "OBLIGATION_STATE_MET_LATE true" obligation show "$coal"
expect_error "who looked at the first revision accepts nothing else" office ABORTED "${review[@]}" --accept --etag "$first_etag"
expect_json "accepted is what was looked at" office '.acceptedRevision' 2 "${review[@]}" --accept --revision 2

# The year is over by now: what is filed for it is final at once.
mapfile -t figures < <(answer office '.figures[] | "--figure", . + "=0"' obligation show "$year_end")
expect_json "due with its final figures at the end of February" office '[.obligations[].finalDueTime] | unique | join(" ")' \
  2026-02-28T16:00:00Z obligation list --plan "$plan" --due-from 2026-02-28 --due-until 2026-02-28
expect_json "figures of a year that is over are final" emergency '.return.latest.provisional // false' false \
  return submit --obligation "$year_end" "${figures[@]}" --confirm-warnings "本年度无事故"
expect_json "and nothing more is awaited" emergency '[.awaitedEdition // "none", has("finalMetTime")] | join(" ")' "none true" \
  obligation show "$year_end"

check "the ledger verifies with all of it" as auditor ledger audit --plan "$plan"
