#!/usr/bin/env bash
# Reconciliation: what the main job's invented city has shown, clearing it up, and linking tables offline.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=gaoping-2021-2025

# --- what was found ---

expect_json "forty-six contradictions were planted and found" office '.discrepancies | length' 46 discrepancy list --plan "$plan"
expect_json "three of them accidents that nobody reported" office '.discrepancies | length' 3 \
  discrepancy list --plan "$plan" --rule accident-not-reported
expect_json "a department sees what it owns or keeps evidence of" health '[.discrepancies[].rule] | unique | join(" ")' \
  disease-without-recognition discrepancy list --plan "$plan"
expect_json "and nothing where it does neither" industry '.discrepancies // [] | length' 0 discrepancy list --plan "$plan"
expect_json "by owner, on one page" office '[.discrepancies[].owner.department] | unique | length' 1 \
  discrepancy list --plan "$plan" --order owner --page-size 2
expect_json "reconciling again finds nothing new" office '.found // "0"' 0 discrepancy find --plan "$plan"
as office discrepancy export "$scratch/list.xlsx" --plan "$plan" 2>"$scratch/parts"
expect_equal "in one part" "" "$(cat "$scratch/parts")"
expect_equal "as a workbook" "PK" "$(head -c 2 "$scratch/list.xlsx")"

# --- returns held against records ---

expect_json "every rule was applied" office '[.rules[] | select(.off != true and .obstacle == null and .evaluateTime != null)] | length' 8 \
  discrepancy rules --plan "$plan"
expect_error "of an unknown plan" office NOT_FOUND discrepancy rules --plan none
expect_json "deaths that came after the return was filed" housing \
  '[.discrepancies[] | "\(.owner.department) \(.evidence | map(.record // .filedReturn | split("/")[-1]) | join(","))"] | unique | join(" ")' \
  "housing 2,1,1" discrepancy list --plan "$plan" --rule death-without-return
differs=$(answer office '.discrepancies[0].name' discrepancy list --plan "$plan" --rule return-totals-differ)
expect_json "a return whose totals differ, with both numbers" transport \
  '.figures[] | select(.figure == "accidents").difference | "\(.filed) \(.counted)"' "8 9" discrepancy show "$differs"
expect_json "and the very record that makes the difference" transport \
  '.evidence | map(.text.zh) | "\(length) \(.[1] | test("报送后发布或更改"))"' "2 true" discrepancy show "$differs"
expect_json "which somebody without an agreement does not see" observer '"\(.evidence | length) \(.withheldEvidence)"' "1 1" discrepancy show "$differs"
expect_error "whom it does not concern, it is not there for" health NOT_FOUND discrepancy show "$differs"
card_2024=(scorecard show --plan "$plan" --region 140581 --year 2024)
warned() {
  [[ $(answer office '[.recordWarnings[]? | select(.industry == "transportation" and .rule == "return-totals-differ") | .count, .indicators[]] | join(" ")' \
    "${card_2024[@]}") == "1 accidents"* ]]
}
# eventually COMMAND...: another service asks for it a moment later.
eventually() {
  local end=$((SECONDS + 40))
  until "$@"; do
    [[ $SECONDS -lt $end ]] || return 1
    sleep 0.5
  done
}
check "the scorecard warns beside the verdict that it touches" eventually warned
expect_json "and says as of when" office '.recordWarningsTime | length > 0' true "${card_2024[@]}"
expect_json "so does its derivation" auditor '[.recordWarnings[].rule] | index("return-totals-differ") != null' true \
  scorecard explain --plan "$plan" --region 140581 --year 2024 --industry transportation --indicator accidents
expect_json "a past instant has none" office '.recordWarnings // [] | length' 0 "${card_2024[@]}" --as-of "$(date -u -d '-2 seconds' +%FT%TZ)"
filed=plans/$plan/returns/2024-140581-transportation
injured=$(($(awk -F '\t' '$1 == "transport" {print $5}' "$run_dir/city/returns.tsv") + $(wc -l <"$run_dir/city/late-transport.csv") - 1))
etag=$(answer transport .etag return show "$filed")
correct=(return submit --obligation "plans/$plan/obligations/2024-140581-transportation" --supersedes 1 --etag "$etag" --reason 补报瞒报事故
  --from-records --figure "injured=$injured" --figure principals-required=12 --figure principals-trained=12 --figure managers-required=15
  --figure managers-trained=15 --figure team-leaders-required=43 --figure team-leaders-trained=42)
expect_equal "figures of a return are proposed from the own records, with the records behind each" "9 records/accident/" \
  "$(as transport "${correct[@]}" --validate-only --output json 2>"$scratch/behind" |
    jq --raw-output '.return.latest.figures[] | select(.figure == "accidents").number') $(grep -o -m 1 'records/accident/' "$scratch/behind" | head -n 1)"
as transport "${correct[@]}" --receipt "$scratch/receipt.json" --output json >/dev/null 2>&1
as office --timeout 120s discrepancy find --plan "$plan" >/dev/null
expect_json "a corrected return clears it" transport .state DISCREPANCY_STATE_CORRECTED discrepancy show "$differs"

# --- by which edition of the model ---

expect_json "a run names the edition that it linked by" office .modelEdition 2026-1 discrepancy find --plan "$plan"
cat >"$scratch/model" <<'TEXT'
edition: "e2e-2"
fields { field_kind: "category" same_person { exact: 0.97 different: 0.03 } }
TEXT
expect_error "an edition is the lead department's to propose" emergency PERMISSION_DENIED \
  link propose-model "$scratch/model" --plan "$plan" --reason 按本市登记表拟合
expect_json "a proposed edition" hrss .state LINKAGE_MODEL_STATE_PROPOSED link propose-model "$scratch/model" --plan "$plan" --reason 按本市登记表拟合
expect_json "changes nothing" office .modelEdition 2026-1 discrepancy find --plan "$plan"
expect_error "the liaison officer who proposed it approves nothing" hrss PERMISSION_DENIED link approve-model e2e-2 --plan "$plan"
expect_json "the office is one side" office .state LINKAGE_MODEL_STATE_PROPOSED link approve-model e2e-2 --plan "$plan"
expect_json "the convener the other" hrss-convener .state LINKAGE_MODEL_STATE_IN_FORCE link approve-model e2e-2 --plan "$plan"
expect_json "then records are linked by it" office .modelEdition e2e-2 discrepancy find --plan "$plan"
expect_json "the shipped one is listed, too" auditor '[.models[] | .model.edition + " " + .state] | join(", ")' \
  "2026-1 LINKAGE_MODEL_STATE_SUPERSEDED, e2e-2 LINKAGE_MODEL_STATE_IN_FORCE" link models --plan "$plan"
expect_json "and nothing that was found changes" office '.discrepancies | length' 45 discrepancy list --plan "$plan"

# --- clearing up ---

first() { answer "$1" '.discrepancies[0].name' discrepancy list --plan "$plan" --rule "$2"; }
concealed=$(first office accident-not-reported)
owner=$(answer office .owner.department discrepancy show "$concealed")
expect_json "who owns it learns whose records are not open to it, and what of them" "$owner" \
  '"\(.evidence // [] | length) \(.withheld | map("\(.owner.department) \(.kind) \(.count) \(.fields | join("+"))") | join(","))"' \
  "0 hrss RECORD_KIND_INJURY 1 from_accident+injury_date" discrepancy show "$concealed"
cat >"$scratch/terms" <<TEXT
owner { region: "140581" department: "hrss" }
reader { region: "140581" department: "$owner" }
kind: RECORD_KIND_INJURY
purposes: PURPOSE_BUSINESS
fields: "from_accident"
fields: "injury_date"
TEXT
as office agreement propose "$scratch/terms" --plan "$plan" --id e2e-injuries --until 2030-12-31 >/dev/null
as office agreement approve "plans/$plan/agreements/e2e-injuries" --edition 1 >/dev/null
as hrss-convener agreement approve "plans/$plan/agreements/e2e-injuries" --edition 1 >/dev/null
expect_json "an agreement for its business opens them" "$owner" '"\(.evidence | length) \(.withheld // [] | length)"' "1 0" \
  discrepancy show "$concealed"
expect_json "and to nobody else" observer '"\(.evidence // [] | length) \(.withheldEvidence)"' "0 1" discrepancy show "$concealed"
expect_error "another department does not explain it" industry NOT_FOUND discrepancy explain "$concealed" --reason "已经核实"
expect_error "nor does who keeps the evidence" hrss PERMISSION_DENIED discrepancy explain "$concealed" --reason "已经核实"
expect_error "a reason is needed" "$owner" INVALID_ARGUMENT/reason discrepancy explain "$concealed" --reason "无"
expect_error "an unknown rule" office "INVALID_ARGUMENT/rules[0]" discrepancy list --plan "$plan" --rule made-up
expect_error "a stale etag" "$owner" ABORTED discrepancy explain "$concealed" --reason "已经核实" --etag 99
expect_error "a department that the plan has not" "$owner" INVALID_ARGUMENT/department \
  discrepancy refer "$concealed" --to nobody --reason "请核实"
expect_json "the owner refers it" "$owner" .owner.department emergency discrepancy refer "$concealed" --to emergency --reason "不属本行业事故"
owes_it() {
  [[ $(answer emergency "[.duties[]? | select(.resource == \"$concealed\")] | length" duty list --plan "$plan" --department emergency) == 1 ]]
}
# Notification follows the exchange's duties, a moment later.
soon_owed() {
  local end=$((SECONDS + 30))
  until owes_it; do
    [[ $SECONDS -lt $end ]] || return 1
    sleep 0.5
  done
}
check "the new owner owes it" soon_owed
expect_json "and explains it" emergency .state DISCREPANCY_STATE_EXPLAINED discrepancy explain "$concealed" --reason "已按道路交通事故统计"
expect_error "what is explained is not corrected" emergency FAILED_PRECONDITION discrepancy correct "$concealed" --reason "已补报"
expect_json "its life is on record" office '[.steps[].state | ltrimstr("DISCREPANCY_STATE_")] | join(" ")' "OPEN REFERRED EXPLAINED" \
  discrepancy show "$concealed"

# A card gets its recognition: the discrepancy goes by itself.
card=$(first hrss disease-without-recognition)
record=$(answer office '.evidence[0].record | sub("/versions/.*"; "")' discrepancy show "$card")
source=$(answer health .sourceId record show "$record")
row=$(grep "^$source," "$run_dir/city/cards.csv")
{
  head -n 1 "$run_dir/city/injuries.csv"
  awk -F, 'BEGIN {OFS = ","} {print "E2E1", $2, $3, $4, $5, $6, $7, $8, $13, "否", "是", $13, "认定工伤", $13}' <<<"$row"
} >"$scratch/injury.csv"
as hrss record import "$scratch/injury.csv" --mapping "$root/deploy/data/city/injuries.mapping" >/dev/null
expect_json "a case that was missing clears its discrepancy" office '.cleared' 1 discrepancy find --plan "$plan"
expect_json "which says so" hrss .state DISCREPANCY_STATE_CORRECTED discrepancy show "$card"

# --- links ---

expect_error "links are the office's" hrss PERMISSION_DENIED link list --plan "$plan"
expect_error "a link that there is none" office NOT_FOUND link decide 0123456789abcdef01234567 --same --reason "核对过"

# --- offline ---

cat >"$scratch/left.csv" <<'CSV'
编号,姓名,身份证号,出生日期
a1,张伟,110105491231002,1949年12月31日
a2,李娜,,1985/3/2
CSV
cat >"$scratch/right.csv" <<'CSV'
序号,职工姓名,身份证号码,出生年月日
b1,章伟,11010519491231002X,1949-12-31
b2,李娜,,1985-03-02
b3,王强,,1970-01-01
CSV
as office record link "$scratch/left.csv" "$scratch/right.csv" --output "$scratch/pairs.csv" \
  --fields '编号=id,序号=id,姓名=name,职工姓名=name,身份证号=identifier,身份证号码=identifier,出生日期=birth-date,出生年月日=birth-date' >/dev/null
expect_equal "two tables are linked offline" "a1,b1 a2,b2" "$(tail -n +2 "$scratch/pairs.csv" | cut -d , -f 1,2 | sort | paste -s -d ' ')"
