#!/usr/bin/env bash
# The fund: what the main job has left is checked to the fen; then what is refused, two approvals at once, and the way of a project that goes
# wrong. The panel that reviews is drawn here as the main job draws it: an earlier test has taken the expert service's tables back.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=gaoping-2021-2025
city=$plan
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/main_job_steps.sh"
source "$root/deploy/lib/main_job_fund.sh"
year=$(date +%Y)
budget=plans/$plan/budgets/$year
provider=plans/$plan/providers/91350100M000100Y43
today=$(date +%F)
paper=$scratch/意见.txt
printf '评审意见\n' >"$paper"
day() { printf '{ year: %d month: %d day: %d }' "$(date -d "$1" +%-Y)" "$(date -d "$1" +%-m)" "$(date -d "$1" +%-d)"; }

# proposal AMOUNT: the textproto of a project of emergency management.
proposal() {
  cat <<TEXT
budget: "$budget"
documents { title: "申报书" sha256: "$(sha256sum "$paper" | cut -c 1-64)" }
proposal {
  title: "涉尘企业宣传" purpose: "publicity" applicant_kind: APPLICANT_KIND_DEPARTMENT department: "emergency" region: "140581"
  industry: "dust-exposed" amount { currency_code: "CNY" units: $1 } description: "宣传尘肺病预防"
  start_date $(day "$today") end_date $(day "$today + 1 month")
}
TEXT
}
propose() { proposal "$1" | answer emergency .name project propose -; }
refused() {
  printf '%s\n' "$4" >"$scratch/input"
  expect_error "$1" "$2" "$3" "${@:5}" "$scratch/input"
}

# workbook_says FILE TEXT: a workbook in which the text stands, in the table of texts or in a cell.
workbook_says() { unzip -tq "$1" >/dev/null && unzip -p "$1" "xl/*.xml" | grep -- "$2" >/dev/null; }

# What the main job has left.
settled=$(answer office '[.projects[] | select(.state == "PROJECT_STATE_SETTLED")][0].name' project list --plan "$plan")
expect_json "the project was paid to the fen" auditor '.paid.units + " " + (.paid.nanos | tostring)' "174320 500000000" project show "$settled"
expect_json "each step is kept, with who took it" auditor '[.events[].kind] | length' 14 project show "$settled"
expect_json "each state has its document, and the review its engagement" auditor \
  '[(.documents | length > 0), (.reviewEngagement != ""), (.events[] | select(.step.start or .step.decision or .step.contract or .step.completion or .step.acceptance or .step.settlement) | .step.documents | length > 0)] | unique | map(tostring) | join(" ")' \
  true project show "$settled"
expect_json "visits before, during and after the work" auditor '[.events[].visitPhase // empty] | join(" ")' \
  "VISIT_PHASE_BEFORE VISIT_PHASE_DURING VISIT_PHASE_AFTER" project show "$settled"
expect_json "what was not spent is free again" finance '.committed.units + " " + (.shares | map(.committed.units // "0") | join(" "))' \
  "174320 0 174320" fund budget --plan "$plan" --year "$year"
expect_json "the provider has its record" housing '.contractCount, .acceptedCount' "1
1" provider show 91350100M000100Y43 --plan "$plan"
# eventually SECONDS WHAT CURE COMMAND...: as main_job_fund.sh asks for it.
eventually() {
  if ! wait_until "$1" "${@:4}"; then
    failed "$2"
    exit 1
  fi
}
admit_trainers
as office fund statement --plan "$plan" --year "$year" "$scratch/决算.xlsx"
check "the statement is a workbook" unzip -tq "$scratch/决算.xlsx"

# Proposals that are none.
refused "a department proposes for itself" housing PERMISSION_DENIED "$(proposal 1000)" project propose
refused "a purpose of the plan" emergency INVALID_ARGUMENT/project.proposal.purpose "$(proposal 1000 | sed s/publicity/travel/)" project propose
refused "a third decimal is no fen" emergency INVALID_ARGUMENT/project.proposal.amount \
  "$(proposal 1000 | sed 's/units: 1000/& nanos: 5000000/')" project propose
refused "no longer than the plan allows" emergency INVALID_ARGUMENT/project.proposal.end_date \
  "$(proposal 1000 | sed "s/end_date { year: [0-9]*/end_date { year: $((year + 3))/")" project propose
refused "a budget over its cap" office INVALID_ARGUMENT/budget.amount "$(
  cat <<TEXT
name: "plans/$plan/budgets/$((year + 1))"
collection { currency_code: "CNY" units: 1000000 }
amount { currency_code: "CNY" units: 30000 nanos: 10000000 }
shares { purpose: "publicity" amount { currency_code: "CNY" units: 9000 } }
shares { purpose: "training" amount { currency_code: "CNY" units: 21000 nanos: 10000000 } }
approval { authority: "市财政局" number: "1号" date $(day "$today") document { title: "批复" sha256: "$(sha256sum "$paper" | cut -c 1-64)" } }
TEXT
)" fund put-budget

# Two approvals at once: 300,000 yuan of publicity hold one of 200,000.
early=$(held_panel)
first=$(propose 200000)
second=$(propose 200000)
expect_error "a panel that met before the proposal reviews nothing" office INVALID_ARGUMENT/step.panel.engagement \
  project assign "$first" --engagement "$early"
engagement=$(held_panel)
# The main job's own panel went with the expert service's tables.
replayed() { as office draw show "$engagement" --save "$scratch/draw.json" >/dev/null && as office draw verify "$scratch/draw.json" >/dev/null; }
check "the draw of a panel that reviews can be replayed" replayed
reviewed() {
  as office project assign "$1" --engagement "$engagement" >/dev/null
  as office project review "$1" --for 2 --against 1 --amount 200000 --document "评审意见=$paper" >/dev/null
}
expect_error "no approval before the review" office FAILED_PRECONDITION project approve "$first" --amount 1 --document "批复=$paper"
reviewed "$first"
expect_error "votes of a whole panel" office INVALID_ARGUMENT/step.review.votes_for project review "$(
  as office project assign "$second" --engagement "$engagement" >/dev/null
  printf '%s' "$second"
)" --for 2 --against 2 --document "评审意见=$paper"
as office project review "$second" --for 3 --against 0 --amount 200000 --document "评审意见=$paper" >/dev/null
expect_json "priority industries, then votes; the money lasts for one" finance \
  '[.projects[] | (.project.name | split("/") | last) + " " + (.withinBudget // false | tostring)] | join(" ")' \
  "${second##*/} true ${first##*/} false" fund rank --plan "$plan" --year "$year"
for project in "$first" "$second"; do
  { as office project approve "$project" --amount 200000 --document "批复=$paper" >/dev/null 2>>"$scratch/approvals" || true; } &
done
wait
expect_equal "one of two approvals at once passes" 1 \
  "$(answer office '[.projects[] | select(.state == "PROJECT_STATE_APPROVED")] | length' project list --plan "$plan")"
expect_equal "the other is told the budget" 1 "$(grep -c 预算余额 "$scratch/approvals")"
approved=$(answer office '[.projects[] | select(.state == "PROJECT_STATE_APPROVED")][0].name' project list --plan "$plan")

# The contract, the advance, the bar.
contract() {
  cat <<TEXT
provider: "$provider" number: "合同2" amount { currency_code: "CNY" units: 200000 }
sign_date $(day "$today") start_date $(day "$today") end_date $(day "$today + 1 month")
procurement_way: "$1"
milestones { id: "posters" title: "海报到位" due_date $(day "$today + 10 days") }
TEXT
}
refused "the way of the amount" emergency INVALID_ARGUMENT/procurement_way "$(contract open-tender)" \
  project contract "$approved" --document "合同=$paper"
as office provider record 91350100M000100Y43 --plan "$plan" --kind barred --date "$today" --reason "虚报人数" --document "决定=$paper" >/dev/null
refused "a barred provider" emergency INVALID_ARGUMENT/provider "$(contract selection)" project contract "$approved" --document "合同=$paper"
as office provider record 91350100M000100Y43 --plan "$plan" --kind bar-lifted --date "$today" --reason "复核撤销" --document "决定=$paper" >/dev/null
contract selection | as emergency project contract "$approved" - --document "合同=$paper" >/dev/null
conduct() {
  as office provider record 91350100M000100Y43 --plan "$plan" --kind "$1" --date "$today" --reason "$2" --document "决定=$paper" >/dev/null
}
conduct barred "又虚报人数"
expect_error "no advance for a provider that was barred since" office INVALID_ARGUMENT/step.advance project advance "$approved" \
  --amount 140000 --date "$today" --voucher 1
expect_error "nor a start" emergency INVALID_ARGUMENT/step.start project start "$approved" --date "$today" --document "开工通知=$paper"
conduct bar-lifted "复核撤销"
expect_error "an advance over its bound" office INVALID_ARGUMENT/step.advance.amount project advance "$approved" --amount 140000.01 \
  --date "$today" --voucher 1
expect_json "and at its bound" office .advance.units 140000 project advance "$approved" --amount 140000 --date "$today" --voucher 1
expect_error "a start has its document" emergency INVALID_ARGUMENT/step.documents project start "$approved" --date "$today"
as emergency project start "$approved" --date "$today" --document "开工通知=$paper" >/dev/null
expect_error "the milestone first" emergency INVALID_ARGUMENT/step.completion project complete "$approved" --date "$today" \
  --document "完工报告=$paper"
wait_for() { for _ in {1..60}; do "$@" && return; sleep 0.5; done; return 1; }
owed() { [[ $(answer emergency "[.duties[]? | select(.resource == \"$approved\")] | length" duty list --department emergency) -eq "$1" ]]; }
check "the milestone and the end are duties in the list of all" wait_for owed 2
as emergency project milestone "$approved" --milestone posters --date "$today" >/dev/null
check "until they are done" wait_for owed 1
as emergency project complete "$approved" --date "$today" --document "完工报告=$paper" >/dev/null
expect_error "a panel that reviewed is none that accepts" office INVALID_ARGUMENT/step.acceptance.engagement project accept "$approved" \
  --result passed --engagement "$engagement" --date "$today" --document "报告=$paper"
expect_error "nobody accepts his own work" office INVALID_ARGUMENT/step.acceptance.third_party project accept "$approved" --result passed \
  --third-party 91350100M000100Y43 --plan "$plan" --date "$today" --document "报告=$paper"
expect_json "sent back, to be put right" office .state PROJECT_STATE_RUNNING project accept "$approved" --result sent-back \
  --third-party 91140581MA00000015 --plan "$plan" --date "$today" --rectify-by "$(date -d "$today + 5 days" +%F)" --note "海报缺一处" --document "报告=$paper"
check "which is a duty, too" wait_for owed 1
expect_json "a termination keeps bound what was paid" office '.committed.units' 140000 project terminate "$approved" --note "机构注销" --document "终止决定=$paper"
check "and withdraws what was owed" wait_for owed 0
expect_error "and is the end" office FAILED_PRECONDITION project settle "$approved" --amount 1 --date "$today" --voucher 1 --document "报告=$paper"
expect_json "each step is audited, also a refused one" auditor '[.events[].outcome] | unique | length' 2 \
  audit list --service fund --method RecordProjectStep --resource "$approved"

# Premium rates.
rates=(--plan "$plan" --year "$year")
expect_json "rates at the thresholds" social-insurance '[.rates[] | "\(.figures.industryClass) \(.percent)"] | join(" ")' \
  "8 50 8 100 7 100 6 120 5 150 4 50 6 100 1 100 5 100" premium rates "${rates[@]}"
expect_json "an exact fen over a threshold" auditor '.derivation.en | test("above 100%, below 150%: 120%")' true \
  premium rate "${rates[@]}" --employer 91140581MB00001033
as auditor premium export "${rates[@]}" "$scratch/名册.xlsx"
check "a list is a workbook with the derivation of every rate" workbook_says "$scratch/名册.xlsx" 支缴率
expect_error "employers' figures are not everybody's" housing PERMISSION_DENIED premium rates "${rates[@]}"
expect_error "a published list stands" social-insurance FAILED_PRECONDITION premium propose "${rates[@]}"
next=(--plan "$plan" --year "$((year + 1))")
grep -v project-insured "$root/deploy/rates/example-employers.csv" >"$scratch/employers.csv"  # its exemptions are not known either
as social-insurance premium import "$scratch/employers.csv" "${next[@]}" --table shanxi >/dev/null
expect_error "an exemption that the table has not" social-insurance INVALID_ARGUMENT/exemption \
  premium import "$root/deploy/rates/example-employers.csv" "${next[@]}" --table shanxi --replace
expect_error "Shanxi's table is empty and says so" social-insurance FAILED_PRECONDITION premium propose "${next[@]}"
expect_error "an employer twice" social-insurance ALREADY_EXISTS premium import "$scratch/employers.csv" "${next[@]}" --table shanxi
sed '3s/,8,300000.00,/,8,300000.005,/;$a91140581MB0000100R,又一行,8,1,1,0,' "$root/deploy/rates/example-employers.csv" >"$scratch/faults.csv"
faulty() {
  local status=0
  as social-insurance premium import "$scratch/faults.csv" "${next[@]}" --table shanxi --replace 2>"$scratch/faults" || status=$?
  [[ $status -ne 0 ]] && grep -q 缴费金额 "$scratch/faults" && grep -q 统一社会信用代码 "$scratch/faults"
}
check "a file with faults is not sent, and each fault is told" faulty

# The departments' scores.
score=(--plan "$plan" --region 140581 --year 2022)
expect_json "scores, with places" union '[.appraisals[] | select(.score) | .place] | min' 1 assessment list "${score[@]}"
expect_json "a department's items explain themselves" emergency '.appraisals[-1].items | map(.explanation.zh != "") | unique | join(" ")' true \
  assessment show "${score[@]}" --department emergency
as office assessment export "${score[@]}" "$scratch/考核.xlsx"
check "they are a workbook" unzip -tq "$scratch/考核.xlsx"

# Published, they stay as they are; a concealed accident is recorded by one and confirmed by another.
expect_error "a department publishes none" emergency PERMISSION_DENIED assessment publish "${score[@]}"
edition=$(answer office+li '.number' assessment publish "${score[@]}" --reason 年度考核)
expect_json "the list is that edition" union .edition.number "$edition" assessment list "${score[@]}"
expect_json "with what it rests on" auditor '.grounds.results | length > 0' true assessment edition "${score[@]}" "$edition"
expect_error "the next one has a reason" office+li INVALID_ARGUMENT/reason assessment publish "${score[@]}"
concealment_text() {
  cat <<TEXT
region: "140581" industry: "coal-mining" employer: "样例煤业 $RANDOM$RANDOM" document_number: "高应急调〔2022〕3号" description: "经调查组查实"
accident_date { year: 2022 month: 3 day: 1 } proven_date { year: 2022 month: 11 day: 1 } evidence: "discrepancies/0a1b"
TEXT
}
concealment_text >"$scratch/concealment"
expect_error "a department records no concealment" emergency PERMISSION_DENIED concealment record --plan "$plan" "$scratch/concealment"
concealment=$(answer office+li .name concealment record --plan "$plan" "$scratch/concealment")
expect_error "the same accident is recorded once" office+li ALREADY_EXISTS concealment record --plan "$plan" "$scratch/concealment"
expect_error "who recorded it does not confirm it" office+li PERMISSION_DENIED concealment confirm "$concealment" --reason 属实
expect_json "another does" office+shi .state CONCEALMENT_STATE_CONFIRMED concealment confirm "$concealment" --reason 属实
sed 's/day: 1 } evidence/day: 1 } credit_code: "91350100M000100Y44" evidence/; s/month: 11/month: 2/' "$scratch/concealment" >"$scratch/bad"
expect_error "not proven before it happened" office+li INVALID_ARGUMENT concealment record --plan "$plan" "$scratch/bad"
expect_json "revoked by another than who confirmed" office+li .state CONCEALMENT_STATE_REVOKED concealment revoke "$concealment" --reason 复议撤销
