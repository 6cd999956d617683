#!/usr/bin/env bash
# Verdicts over time, through real processes: a restated figure makes a new evaluation, the old one stays readable, and the difference
# says why. Then every other look at a scorecard, and who may have it.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/processes.sh"

exercise=yunnan-2022
city=gaoping-2021-2025
coal=2022-530000-coal-mining
region=(--plan "$exercise" --region 530000)
card=("${region[@]}" --year 2022)
accidents=("${card[@]}" --industry coal-mining --indicator accidents)
city_card=(--plan "$city" --region 140581 --year 2021)
newest='.evaluations[0]'

evaluated() { answer auditor '.evaluations | length' scorecard history "${accidents[@]}"; }
evaluations_exceed() { [[ $(evaluated) -gt $1 ]]; }
eventually() {
  local _
  for _ in {1..60}; do "$@" && return; sleep 0.5; done
  return 1
}

# Another replica, which no Redis wakes: what the first receives it finds in the store, and tells those who watch it.
replica_port=$((port_base + 71))
{
  grep -v -E '^LIANFANG_(LISTEN|HEALTH_LISTEN|METRICS_LISTEN|REDIS_URL)=' "$env_dir/evaluation"
  printf 'LIANFANG_LISTEN=127.0.0.1:%d\nLIANFANG_HEALTH_LISTEN=127.0.0.1:%d\n' "$replica_port" $((replica_port + 1))
} >"$env_dir/evaluation-replica"
start_process evaluation-replica none "$build_dir/services/evaluation/lianfang-evaluation"
trap 'stop_process evaluation-replica TERM 30; rm -rf "$scratch" "$env_dir/evaluation-replica"' EXIT
check "another replica without Redis" "$cli" health check --target "127.0.0.1:$((replica_port + 1))" --wait 30s

replica() { as auditor --evaluation-target "dns:///localhost:$replica_port" "$@" --output json; }
replica_says() {
  [[ $(replica scorecard show "${card[@]}" | jq --raw-output \
    '.results[] | select(.industry == "coal-mining" and .indicator == "accidents").actual.text') == "$1" ]]
}

# The figures of coal mining restated, from what was filed to two accidents and two deaths.
eventually evaluations_exceed 0
before_count=$(evaluated)
before_status=$(answer auditor "$newest.result.status" scorecard history "${accidents[@]}")
before_time=$(date --utc +%Y-%m-%dT%H:%M:%S.%6NZ)
revision=$(answer office '.latest.revision' return show "plans/$exercise/returns/$coal")
as emergency return submit --obligation "plans/$exercise/obligations/$coal" --figure accidents=1 --figure deaths=1 \
  --supersedes "$revision" --reason "核减一起非生产安全事故" --output json >/dev/null
check "a restated figure makes a new evaluation" eventually evaluations_exceed "$before_count"
check "the other replica answers with it, too" eventually replica_says 1
expect_json "it says what it was before" auditor "$newest.previousStatus" "$before_status" scorecard history "${accidents[@]}"
expect_json "it says why" auditor "[$newest.causes[] | .kind + \" \" + (.figures[0] | \"\(.before.number) → \(.after.number)\")] | join(\"\n\")" \
  "CAUSE_KIND_RESTATED 5 → 1" scorecard history "${accidents[@]}"
expect_json "and rests on the new revision" auditor \
  "$newest.result.inputs[] | select(.role == \"INPUT_ROLE_ACTUAL\").revisionNumber" $((revision + 1)) scorecard history "${accidents[@]}"
expect_json "the old verdict stays readable" auditor \
  '.results[] | select(.industry == "coal-mining" and .indicator == "accidents") | .actual.text + " " + .status' "5 $before_status" \
  scorecard show "${card[@]}" --as-of "$before_time"
expect_json "the difference is that one figure" auditor \
  '[.differences[] | select(.after.industry == "coal-mining" and .after.indicator == "accidents").causes[].text.en] | join("")' \
  "January to July 2022: revision $((revision + 1)) superseded revision $revision (receipt #$(answer auditor '.latest.ledgerSequence' return show \
    "plans/$exercise/returns/$coal")), Accidents 5 → 1" scorecard compare "${card[@]}" --from "$before_time"

# The stream of changes, from the beginning and from where it ended.
as auditor scorecard watch --plan "$exercise" --limit 3 --output json >"$scratch/changes"
expect_equal "a watch brings changes in order" "3 true" \
  "$(jq --slurp --raw-output '"\(length) \([.[].evaluation | split("/") | last | tonumber] | . == sort)"' "$scratch/changes")"
third=$(jq --slurp --raw-output '.[2].evaluation' "$scratch/changes")
cursor=$(jq --slurp --raw-output '.[1].cursor' "$scratch/changes")
expect_equal "and goes on after a cursor" "$third" \
  "$(as auditor scorecard watch --plan "$exercise" --cursor "$cursor" --limit 1 --output json | jq --raw-output '.evaluation')"

expect_error "a plan that does not exist is not waited for" auditor NOT_FOUND scorecard watch --plan typo
refuses_a_full_disk() { ! as auditor scorecard show "${card[@]}" --output json >/dev/full; }
check "an answer that cannot be written is no success" refuses_a_full_disk

# Every step of the derivation, with its receipts.
expect_json "an explanation names its receipts" auditor '.ledgerSequences | length' 2 scorecard explain "${accidents[@]}"
expect_json "and every step" auditor '[.steps[].title.zh] | join(" ")' "目标 比较期的报送数据 界限 评估期的报送数据 比较 余量 结论" \
  scorecard explain "${accidents[@]}"
expect_error "of a result that is not there" auditor NOT_FOUND scorecard explain "${card[@]}" --industry none --indicator accidents

# The rows and their total, beside each other.
expect_json "the sum over the industries" auditor '[.totals[] | .indicator + " " + .actual.text + " " + .baseline.text] | join("\n")' \
  "accidents 549 842
deaths 586 884" scorecard show "${card[@]}"
expect_json "a trend has both periods" auditor '[.lines[0].points[].value.text] | join(" ")' "2 1" \
  scorecard trend "${region[@]}" --industry coal-mining --indicator accidents
expect_json "a forecast of a row that has reported" auditor '.forecasts | length' 10 scorecard forecast "${card[@]}"
expect_json "the mid-term assessment of the notice's plan: nothing filed" auditor '[.rows[] | select(.atRisk)] | length' 7 \
  scorecard mid-term --plan "$city" --region 140581 --year 2023
expect_json "data that came late" auditor '[.lateObligations[].period] | unique | join(" ")' "2019 2021 2022 2023" \
  scorecard mid-term --plan "$city" --region 140581 --year 2023
expect_json "with the figures that were late" auditor '[.lateFilings[].edition] | unique | join(" ")' RETURN_EDITION_FIRST \
  scorecard mid-term --plan "$city" --region 140581 --year 2023
expect_json "who has filed nothing of the notice's plan is at 0 %" auditor \
  '[.rates[] | select(.department | IN("emergency", "health")).completeness.text] | unique | join(" ")' 0 \
  scorecard rates --plan "$city" --region 140581
expect_json "returns are duties, too: every one that was due is overdue" auditor \
  '[.punctuality[] | select(.kind == "return" and (.department | IN("emergency", "health"))) | "\(.kindNames.zh) \(.owed == .overdue)"] | unique | join(" ")' \
  "报送 true" \
  scorecard rates --plan "$city" --region 140581
expect_json "a forecast of the total" auditor '.totals[0].result.industryNames.zh' 合计 scorecard forecast "${card[@]}"
expect_json "the final summary is of 2025 and not settled" auditor '"\(.scorecard.name | split("/") | last) \(.settled // false)"' \
  "2025 false" scorecard final --plan "$city" --region 140581
expect_json "a league table of prefectures" auditor@140000 '[.scorecards[].name | split("/")[3]] | join(" ")' 140500 \
  scorecard list --plan "$city" --region 140000 --year 2021 --order attained

# A workbook that opens: every part is well-formed, and a spreadsheet program reads it, where there is one.
workbook=$scratch/scorecard.xlsx
expect_json "a workbook" auditor '.mediaType' application/vnd.openxmlformats-officedocument.spreadsheetml.sheet \
  scorecard export "$workbook" --document mid-term-assessment "${city_card[@]}"
parts_are_well_formed() {
  mkdir "$scratch/parts" && unzip -q "$workbook" -d "$scratch/parts"
  find "$scratch/parts" -type f -print0 | xargs -0 xmllint --noout
}
check "its parts are well-formed" parts_are_well_formed
sheets() { sed 's/<sheet /\n&/g' "$scratch/parts/xl/workbook.xml" | sed -n 's/.*<sheet name="\([^"]*\)".*/\1/p' | paste --serial --delimiters=' '; }
expect_equal "its sheets" "评估结果 中期评估 趋势 依据" "$(sheets)"
opens_in_libreoffice() {
  HOME=$scratch soffice --headless --convert-to "csv:Text - txt - csv (StarCalc):44,34,76" --outdir "$scratch" "$workbook" && grep -q "煤矿" "$scratch/scorecard.csv"
}
if command -v soffice >/dev/null; then check "it opens in LibreOffice" opens_in_libreoffice; fi

# Who may have it.
for verb in "show" "explain --indicator accidents" "forecast" "mid-term" "history" "export $scratch/none.xlsx"; do
  # shellcheck disable=SC2086  # the verb and its options
  expect_error "a neighbour's scorecard ${verb%% *}" auditor@140582 PERMISSION_DENIED scorecard $verb "${city_card[@]}"
done
expect_error "a county does not read its province" office PERMISSION_DENIED scorecard show --plan "$city" --region 140000 --year 2021
expect_json "a prefecture reads its county" auditor@140500 '.name | split("/") | last' 2021 scorecard show "${city_card[@]}"
expect_error "an operator reads nothing" operator PERMISSION_DENIED scorecard show "${city_card[@]}"
expect_error "an instant in the future" auditor INVALID_ARGUMENT/as_of scorecard show "${city_card[@]}" --as-of 2100-01-01
expect_error "a comparison that goes backwards" auditor INVALID_ARGUMENT/to_time scorecard compare "${city_card[@]}" --from 2022-06-01 --to 2022-05-01
expect_error "a malformed name" auditor INVALID_ARGUMENT/name scorecard show --plan "$city" --region 14 --year 2021
expect_error "another plan's cursor" auditor INVALID_ARGUMENT/cursor scorecard watch --cursor nonsense --limit 1
