#!/usr/bin/env bash
# Records: imported from the departments' own tables, agreed on, read field by field, revealed, subscribed to, counted into figures; and what is
# refused on the way.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=plans/gaoping-2021-2025
code=91350100M000100Y43

# id_number YYYYMMDD NNN: a well-formed citizen ID of nobody.
id_number() {
  local digits=140581$1$2 weights=(7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2) sum=0 i
  for i in {0..16}; do sum=$((sum + ${digits:i:1} * weights[i])); done
  printf '%s%s' "$digits" "$(cut -c $((sum % 11 + 1)) <<<10X98765432)"
}

# count REPORT FIELD: a number of an import's report.
count() { jq --raw-output ".$2" "$1"; }

# --- import: a table as a department has it, in GB18030, with a title, quotes, line breaks, full-width digits and mixed dates ---
id=$(id_number 19800301 011)
cat >"$scratch/accidents.csv" <<TEXT
高平市事故台账,,,,,,,
事故编号,事故时间,事故单位,统一社会信用代码,事故地点,死亡人数,伤亡人员姓名,身份证号,伤亡程度,备注
A-1,2024-1-5 8:30,高平煤业,$code,"三采区
运输巷",１,欧阳小明,$id,死亡,"含""引号"""
A-1,,,,,,王五,110105491231002,重伤,同一起
A-2,2024年3月6日,高平煤业,$code,二采区,0,,,,
A-3,45296,高平煤业,$code,一采区,0,,,,
A-4,去年,高平煤业,$code,一采区,0,,,,日期写错
A-5,2024-05-01,某公司,91350100M000100Y44,一采区,0,,,,代码写错
合计,,,,,1,,,,
TEXT
iconv -f UTF-8 -t GB18030 "$scratch/accidents.csv" >"$scratch/accidents-gb.csv"
as emergency record mapping "$scratch/accidents-gb.csv" --kind accident --save "$scratch/guess.mapping"
expect_equal "headings are guessed, and how sure it is" "column 身份证号 = casualties.person.id_number" \
  "$(grep -A1 '%' "$scratch/guess.mapping" | grep '^column 身份证号')"
{
  sed -e '/^kind/!{/^#/d;/^ignore 备注/d}' "$scratch/guess.mapping"
  printf '%s\n' 'ignore 备注' 'constant region = 140581' 'constant industry = coal-mining' 'constant seriously_injured = 1' \
    'reason casualties.person.id_note = 15位旧证' 'skip 合计'
} >"$scratch/accidents.mapping"

import() { as emergency record import "$scratch/accidents-gb.csv" --mapping "$scratch/accidents.mapping" --output json "$@" >"$scratch/report" || true; }
import --dry-run
expect_equal "a dry run checks and stores nothing" "3 0" "$(count "$scratch/report" stored) $(answer emergency '.records | length' record list --kind accident)"
import --report "$scratch/faults.csv"
expect_equal "good rows are stored, bad ones told" "3 stored, 0 before, 2 faulty" \
  "$(count "$scratch/report" stored) stored, $(count "$scratch/report" unchanged) before, $(count "$scratch/report" faulty) faulty"
expect_equal "a fault names row, column and value" "7 事故时间 去年" \
  "$(jq --raw-output '.faults[] | select(.row == 7) | "\(.row) \(.column) \(.value)"' "$scratch/report")"
expect_equal "what the service says is told by the file's heading" "8 统一社会信用代码" \
  "$(jq --raw-output '.faults[] | select(.row == 8) | "\(.row) \(.column)"' "$scratch/report")"
expect_equal "the faults are saved" 2 "$(grep -c '去年\|统一社会信用代码' "$scratch/faults.csv")"
import
expect_equal "run again, nothing is stored twice" "0 stored, 3 before" "$(count "$scratch/report" stored) stored, $(count "$scratch/report" unchanged) before"
sed -i 's/二采区/五采区/' "$scratch/accidents.csv"
iconv -f UTF-8 -t GB18030 "$scratch/accidents.csv" >"$scratch/accidents-gb.csv"
import
expect_equal "another content under the same version is refused" 3 "$(count "$scratch/report" faulty)"
import --revise
expect_equal "or published as the next version, when asked" "1 2" \
  "$(count "$scratch/report" stored) $(answer emergency '.records[0].version' record list --kind accident --source-id A-2)"

# --- own records ---
name=$(answer emergency '.records[0].name' record list --kind accident --source-id A-1)
expect_json "own records are masked" emergency '.accident.casualties[0].person | .displayName + " " + .idNumber' "欧**明 1****************${id: -1}" record show "$name"
expect_json "what departs from a standard is marked, with the reason" emergency '.marks[0].reason' 15位旧证 record show "$name"
expect_json "the grade follows from the counts" emergency '.accident.grade' ACCIDENT_GRADE_ORDINARY record show "$name"
expect_json "found by a person's number" emergency '.records | length' 1 record list --kind accident --id-number "$id"
expect_error "others read nothing without an agreement" office NOT_FOUND record show "$name"
expect_json "nor list anything" office '.records // [] | length' 0 record list --kind accident
expect_error "observers read no records" observer PERMISSION_DENIED record list --kind accident

# --- agreements ---
# terms FIELD...: the textproto of terms by which human resources reads accidents of emergency management.
terms() {
  cat <<TEXT
owner { region: "140581" department: "emergency" }
reader { region: "140581" department: "hrss" }
kind: RECORD_KIND_ACCIDENT
purposes: PURPOSE_BUSINESS
TEXT
  printf 'fields: "%s"\n' "$@"
}
agreement=$plan/agreements/accidents
terms place deaths employer.credit_code casualties.person.display_name >"$scratch/terms"
terms place exposure_years >"$scratch/bad-terms"
expect_error "a field that the kind has not" office "INVALID_ARGUMENT/terms.fields[1]" agreement propose "$scratch/bad-terms" --plan "$plan" --until 2030-12-31
expect_error "by somebody who is no party" housing PERMISSION_DENIED agreement propose "$scratch/terms" --plan "$plan" --id accidents --until 2030-12-31
expect_json "proposed" office .state AGREEMENT_STATE_PROPOSED agreement propose "$scratch/terms" --plan "$plan" --id accidents --until 2030-12-31
read_by() { record_list=(record list --kind accident --agreement "$agreement" --purpose "$1"); }
read_by business
expect_error "not in force before both have approved" office FAILED_PRECONDITION "${record_list[@]}"
expect_error "a liaison officer approves nothing" emergency PERMISSION_DENIED agreement approve "$agreement" --edition 1
as office agreement approve "$agreement" --edition 1 >/dev/null
expect_json "in force once owner and office have" emergency-convener .state AGREEMENT_STATE_IN_FORCE agreement approve "$agreement" --edition 1
expect_json "the reader sees the fields given, and which edition gives them" office \
  '[.agreementEdition, (.records[] | select(.accident.deaths == 1) | .accident | .place, .casualties[0].person.displayName, (.casualties[0].person.idNumber // "none"), (.occurrenceTime // "none"))] | join(" ")' \
  "$agreement/editions/1 三采区 运输巷 欧**明 none none" "${record_list[@]}"
expect_error "a reader of one field asks for another" office INVALID_ARGUMENT/id_number "${record_list[@]}" --id-number "$id"
read_by statistics
expect_error "for a purpose that is not agreed on" office PERMISSION_DENIED "${record_list[@]}"
read_by business
expect_error "by another reader" housing PERMISSION_DENIED "${record_list[@]}"
reveal=(record reveal "$name" --agreement "$agreement" --purpose business)
expect_error "a field that is not given is not revealed" office INVALID_ARGUMENT/read_mask "${reveal[@]}" --field casualties.person.id_number --reason 核对身份
expect_error "a reveal needs a reason" office INVALID_ARGUMENT/reason "${reveal[@]}" --field casualties.person.display_name --reason 看
expect_json "a personal field in full" office '.record.accident.casualties[0].person.displayName' 欧阳小明 "${reveal[@]}" --field casualties.person.display_name --reason 核对身份
expect_json "the owner sees who has read it, and why" emergency '.reads[0] | .reason + " " + (.revealed | tostring)' "核对身份 true" record reads --revealed
expect_json "and the auditor" auditor '.reads | length > 1' true record reads
expect_json "a search for a person that finds nobody" emergency '.records // [] | length' 0 record list --kind injury --id-number "$id"
expect_json "is a read, too" emergency '[.reads[] | select((.record // "") == "")][0].searchedPerson | length' 32 record reads
expect_json "and in the audit's chain" auditor '[.events[] | select(.detail | startswith("0 records of person"))] | length > 0' true \
  audit list --service exchange --journal reads
expect_json "the reads are in the audit's chain" auditor '[.events[] | select(.method | endswith("RevealRecord"))] | length > 0' true audit list --service exchange --journal reads

# --- a subscription, and what is to be forgotten ---
watch=(record watch --agreement "$agreement" --purpose business)
as office "${watch[@]}" --most 4 >"$scratch/watched"
expect_equal "every version is told" "4 0" "$(jq --slurp --raw-output '"\([.[] | select(.record)] | length) \([.[] | select(.retraction)] | length)"' "$scratch/watched")"
cursor=$(tail -n 1 "$scratch/watched" | jq --raw-output .cursor)
terms place deaths >"$scratch/narrower"
as office agreement amend "$scratch/narrower" --amends "$agreement" --reason 减少个人信息 --until 2030-12-31 >/dev/null
as office agreement approve "$agreement" --edition 2 >/dev/null
as emergency-convener agreement approve "$agreement" --edition 2 >/dev/null
as office "${watch[@]}" --cursor "$cursor" --most 1 >"$scratch/watched"
expect_equal "a narrowing is told to who resumes" "RETRACTION_CAUSE_NARROWED casualties.person.display_name,employer.credit_code" \
  "$(jq --raw-output '.retraction | .cause + " " + (.fields | sort | join(","))' "$scratch/watched")"
cursor=$(tail -n 1 "$scratch/watched" | jq --raw-output .cursor)
expect_json "an agreement as it stood" auditor .editionInForce 2 agreement show "$agreement"
as emergency-convener agreement end "$agreement" --reason 不再需要 >/dev/null
as office "${watch[@]}" --cursor "$cursor" --most 1 >"$scratch/watched"
expect_equal "the end is told" RETRACTION_CAUSE_ENDED "$(jq --raw-output .retraction.cause "$scratch/watched")"
expect_error "and nothing is read after it" office FAILED_PRECONDITION "${record_list[@]}"

# --- counts, the register, figures ---
expect_json "small counts are suppressed" emergency '.groupsSuppressed' true record count --kind accident --plan "$plan" --by month
expect_json "of a calendar year" emergency '.threshold' 3 record count --kind accident --plan "$plan" --period 2024
employer=91140581MA0LKJ429F # in no other test
printf '统一社会信用代码,单位名称,登记状态\n%s,高平煤业,存续\n' "$employer" >"$scratch/employers.csv"
printf '%s\n' 'kind employer' 'column 统一社会信用代码 = credit_code' 'column 单位名称 = names.display_name' 'column 登记状态 = status' \
  'constant region = 140581' 'constant source_id = E-1' >"$scratch/employers.mapping"
as emergency record import "$scratch/employers.csv" --mapping "$scratch/employers.mapping" >/dev/null
expect_json "the register is everybody's" housing '.record.names[0].displayName' 高平煤业 record employer "$employer"
sed 's/高平煤业/他人煤业/' "$scratch/employers.csv" >"$scratch/foreign-employers.csv"
as housing record import "$scratch/foreign-employers.csv" --mapping "$scratch/employers.mapping" >/dev/null
expect_json "another department's entry replaces nothing, and is shown beside it" office \
  '.record.names[0].displayName + " " + .otherEntries[0].owner.department + " " + .otherEntries[0].differingFields[0]' \
  "高平煤业 housing employer.names" record employer "$employer"
cat >"$scratch/figures" <<'TEXT'
definitions { figure: "accidents" kind: RECORD_KIND_ACCIDENT measure: FIGURE_MEASURE_RECORDS }
definitions { figure: "deaths" kind: RECORD_KIND_ACCIDENT measure: FIGURE_MEASURE_DEATHS }
TEXT
expect_error "figures are the office's to define" emergency PERMISSION_DENIED record define-figures "$scratch/figures" --plan "$plan"
as office record define-figures "$scratch/figures" --plan "$plan" >/dev/null
figures=(record figures --plan "$plan" --period 2024 --region 140581 --industry coal-mining)
expect_json "figures from the own records, with the records behind them" emergency \
  '[.figures[] | "\(.value.figure) \(.value.number) \(.sources | length)"] | sort | join("; ")' "accidents 3 3; deaths 1 1" "${figures[@]}"
expect_json "of nobody else's" housing '[.figures[].value.number // 0 | tonumber] | add' 0 "${figures[@]}"

# --- keys ---
exchange=$build_dir/services/exchange/lianfang-exchange
before=$(admin_sql "SELECT count(DISTINCT key_id) FROM exchange.record_versions")
expect_equal "nothing personal is stored in the clear" 0 \
  "$(admin_sql "SELECT count(*) FROM exchange.record_versions WHERE position(convert_to('$id', 'UTF8') IN sealed) > 0")"
expect_equal "one key seals" 1 "$before"
cp "$secret_dir/exchange-field-keys" "$scratch/old-keys"
{ printf 'k2new %s\n' "$(openssl rand -hex 32)" && cat "$scratch/old-keys"; } >"$scratch/keys"
# shellcheck disable=SC1091  # written by deploy/up
reseal() { (set -a && source "$env_dir/exchange" && set +a && LIANFANG_FIELD_KEYS=$1 LIANFANG_RESEAL=true "$exchange" >>"$scratch/reseal" 2>&1); }
reseal "$scratch/keys"
expect_equal "resealed under the new key" k2new "$(admin_sql "SELECT string_agg(DISTINCT key_id, ',') FROM exchange.record_versions")"
expect_error "without the key nothing is shown" emergency DATA_LOSS record show "$name"
{ cat "$scratch/old-keys" && head -n 1 "$scratch/keys"; } >"$scratch/back"
reseal "$scratch/back"
expect_json "and nothing is lost" emergency .accident.deaths 1 record show "$name"
