#!/usr/bin/env bash
# Files as people have them: a template, filled in, checked, filed, run again; all or nothing, in part, in GB18030; and what is refused.
# On a plan of its own: the notice's, with one plausibility rule.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=import-exercise
template=$scratch/template.csv
filled=$scratch/filled.csv

# import_report IDENTITY EXIT FILTER FILE [OPTION...]: what jq's FILTER makes of the report; another exit status is told instead.
import_report() {
  local status=0
  as "$1" return import "${@:4}" --output json >"$scratch/report.json" 2>"$scratch/errors" || status=$?
  if [[ $status -eq $2 ]]; then
    jq --raw-output "$3" "$scratch/report.json"
  else
    printf 'exit status %d, wanted %d\n' "$status" "$2"
    cat "$scratch/errors" "$scratch/report.json"
  fi
}

# expect_import NAME EXIT FILTER EXPECTED FILE [OPTION...]: emergency management imports.
expect_import() { expect_equal "$1" "$4" "$(import_report emergency "$2" "$3" "${@:5}")"; }

counts='"checked \(.checked), filed \(.filed), unchanged \(.unchanged), blank \(.blank), faulty \(.faulty)"'
cells='[.faults[] | "\(.row) \(.column) \(.value)"] | join("\n")'

# fill INDUSTRY FIGURES [NOTE] [REASON] [CONFIRMATION] <FILE: the row of an industry filled in.
fill() {
  ROW="$2,${3:-},${4:-},${5:-}" awk -v id="/2019-140581-$1," 'BEGIN {FS = OFS = ","}
    index($1 FS, id) {print $1, $2, $3, $4, ENVIRON["ROW"] "\r"; next} {print}'
}

# filed INDUSTRY FILTER: of the return for 2019; `none` where nothing is filed.
filed() {
  answer auditor "[.returns[]? | $2] | first // \"none\"" return list --plan "$plan" --period 2019 --industry "$1"
}

# entries: how many the plan's ledger has.
entries() { admin_sql "SELECT count(*) FROM submission.ledger WHERE plan_id = '$plan'"; }

# refused_file BYTES MESSAGE: a file of these bytes (as printf has them) is refused whole, as the user's mistake.
refused_file() {
  local status=0
  printf '%b' "$1" >"$scratch/refused.csv"
  as emergency return import "$scratch/refused.csv" --plan "$plan" 2>"$scratch/errors" || status=$?
  cat "$scratch/errors"
  [[ $status -eq 2 ]] && grep -qF -- "$2" "$scratch/errors"
}

# refused_import MESSAGE FILE [OPTION...]: likewise, of a file as it is.
refused_import() {
  local status=0
  as emergency return import "${@:2}" --plan "$plan" 2>"$scratch/errors" || status=$?
  cat "$scratch/errors"
  [[ $status -eq 2 ]] && grep -qF -- "$1" "$scratch/errors"
}

sed -e 's/gaoping-2021-2025/'"$plan"'/' -e '/^plausibility_rules {/,/^}/d' "$root/deploy/plans/gaoping-2021-2025.textproto" >"$scratch/plan.textproto"
cat >>"$scratch/plan.textproto" <<'TEXTPROTO'
plausibility_rules {
  id: "fewer-casualties-than-accidents"
  text { zh: "伤亡人数少于事故起数" en: "fewer casualties than accidents" }
  at_most { left: "accidents" right: "deaths" right: "injured" }
}
TEXTPROTO
expect_json "the plan" office '.plan.edition' 1 plan publish "$scratch/plan.textproto"

# Rows 2 to 5: coal mining, hazardous chemicals, machinery, non-coal mining.
as emergency return template --plan "$plan" --department emergency --period 2019 "$template"
expect_equal "a template opens in a spreadsheet: a byte order mark, rows ended by CRLF" "efbbbf 5" \
  "$(head -c 3 "$template" | od -An -tx1 | tr -d ' ') $(grep -c $'\r$' "$template")"
expect_equal "its header has the plan's own terms" "报送任务,数据年度,地区,行业,安全生产事故起数,死亡人数（含失踪）,受伤人数,备注,更正原因,提示确认说明" \
  "$(head -n 1 "$template" | sed 's/^\xEF\xBB\xBF//; s/\r$//')"
expect_import "an empty template files nothing" 0 "$counts" "checked 0, filed 0, unchanged 0, blank 4, faulty 0" "$template"

note=$'"两行\n备注，带""引号"""'
fill hazardous-chemicals 2,1,1 <"$template" | fill coal-mining 41,5,45 "$note" >"$filled"
before=$(entries)
expect_import "a dry run checks" 0 "$counts" "checked 2, filed 0, unchanged 0, blank 2, faulty 0" "$filled" --dry-run
fill non-coal-mining 0,2,0 <"$filled" >"$scratch/rule.csv"
expect_import "a bad row is named, with the plan's rule" 2 '.faults[] | "\(.row) \(.rule)"' \
  "5 有伤亡人数就必须有事故起数（casualties-need-an-accident：2 / 0）" "$scratch/rule.csv"
expect_import "and keeps all others from being filed" 2 "$counts" "checked 2, filed 0, unchanged 0, blank 1, faulty 1" "$scratch/rule.csv"
fill non-coal-mining 3起,0,不适用 <"$filled" >"$scratch/cells.csv"
expect_import "cells are named with column and value" 2 "$cells" $'5 安全生产事故起数 3起\n5 受伤人数 不适用' "$scratch/cells.csv" \
  --report "$scratch/faults.csv"
expect_equal "in the report's file, too" "5,安全生产事故起数,3起" "$(sed -n 2p "$scratch/faults.csv" | cut -d, -f1-3)"
fill coal-mining 41,5,45 <"$template" >"$scratch/twice.csv"
grep -F "/2019-140581-coal-mining," "$scratch/twice.csv" >"$scratch/again.csv"
cat "$scratch/again.csv" >>"$scratch/twice.csv"
expect_import "a row that is there twice is refused, naming both" 2 '[.faults[].rule] | unique | join(" ")' \
  "同一报送任务重复：第 2、6 行" "$scratch/twice.csv"
sed '1s/受伤人数/伤者/' "$filled" >"$scratch/heading.csv"
expect_import "an unknown heading is named" 2 "$cells" "1 伤者 伤者" "$scratch/heading.csv"
expect_equal "another department files none of it" 2 "$(import_report housing 2 '.faulty' "$filled")"
check "a broken byte is named with its line" refused_file '报送任务,备注\nx,\xE7\x85\n' "第 2 行：字节 0xE7 不是 UTF-8"
check "a NUL byte is refused" refused_file 'note\na\0b\n' "第 2 行：有 NUL 字节"
check "a quote that is never closed is refused" refused_file 'obligation,note\nx,"open\n' "第 2 行：引号没有配对"
check "an empty file is refused" refused_file '' "没有内容"
check "an old workbook is refused with what to do" refused_file '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1' "另存为 xlsx"
check "a directory is no file" refused_import "这是目录" "$scratch"
touch "$scratch/plain"
check "receipts that cannot be written are told before anything is filed" refused_import "plain" "$filled" --receipts "$scratch/plain"
check "and so is a report" refused_import "plain/report.csv" "$filled" --report "$scratch/plain/report.csv"
expect_equal "of all this nothing was filed" "$before" "$(entries)"

expect_import "the file is filed" 0 "$counts" "checked 2, filed 2, unchanged 0, blank 2, faulty 0" "$filled" --receipts "$scratch/receipts"
expect_equal "with its texts as they were written" $'两行\n备注，带"引号"' "$(filed coal-mining .latest.note)"
receipt=$scratch/receipts/2019-140581-coal-mining-1.json
check "its receipt verifies offline" "$cli" receipt verify "$receipt" --key "$ledger_keys"
rm "$receipt"
before=$(entries)
expect_import "run again, it files nothing" 0 "$counts" "checked 0, filed 0, unchanged 2, blank 2, faulty 0" "$filled" --receipts "$scratch/receipts"
expect_equal "so nothing is there twice" "$before" "$(entries)"
check "a receipt that was lost is there again" as auditor receipt verify --offline "$receipt"
as auditor ledger head --plan "$plan" --save "$scratch/head.json" >/dev/null

fill coal-mining 42,5,45 <"$template" >"$scratch/unreasoned.csv"
expect_import "a correction without a reason is refused" 2 "$cells" "2 更正原因 " "$scratch/unreasoned.csv"
fill coal-mining 42,5,45 "" 补报一起 <"$template" | fill non-coal-mining 0,2,0 >"$scratch/correction.csv"
expect_import "in part, the good row is filed" 2 "$counts" "checked 1, filed 1, unchanged 0, blank 2, faulty 1" "$scratch/correction.csv" --partial
expect_equal "as a correction of what was filed" "2 1 补报一起" \
  "$(filed coal-mining '.latest | "\(.revision) \(.supersedes) \(.correctionReason)"')"
expect_equal "and the bad one is not" none "$(filed non-coal-mining .name)"

# As a spreadsheet in China saves it.
as emergency return template --plan "$plan" --department emergency --period 2019 --gb18030 "$scratch/gb18030.csv"
fill_gb18030() { iconv -f GB18030 -t UTF-8 "$scratch/gb18030.csv" | fill non-coal-mining "$@" | iconv -f UTF-8 -t GB18030; }
fill_gb18030 '"1,024",０,９' >"$scratch/unlikely.csv"
expect_import "a warning is no fault of the figures, but wants a word" 2 '.format + " " + (.faults[].rule | .[0:10])' \
  "GB18030 伤亡人数少于事故起数" "$scratch/unlikely.csv"
fill_gb18030 '"1,024",０,９' "" "" 已与现场台账核对 >"$scratch/confirmed.csv"
expect_import "confirmed in its column, it is filed" 0 "$counts" "checked 1, filed 1, unchanged 0, blank 1, faulty 0" "$scratch/confirmed.csv"
expect_equal "with thousands, full-width digits, and why" "1024 0 9 已与现场台账核对" \
  "$(filed non-coal-mining '.latest | [.figures[].number, .warningConfirmation] | join(" ")')"

# As a workbook, which says of what is filed what the returns say; and with what is wrong on the cells.
as emergency return template --plan "$plan" --department emergency --period 2019 --filed "$scratch/template.xlsx"
expect_import "a workbook is read back as it was written" 0 ".format + \" \" + ($counts)" \
  "xlsx checked 0, filed 0, unchanged 3, blank 1, faulty 0" "$scratch/template.xlsx"
fill coal-mining 43,5,45 <"$template" >"$scratch/unreasoned.csv"
expect_import "faults of any file can be had as a workbook" 2 .faulty 1 "$scratch/unreasoned.csv" --report "$scratch/faults.xlsx"
comments() { python3 "$root/common/workbook/testing/read_cells.py" "$1" | awk -F '\t' '$1 == "comment" {print $3, $4}'; }
expect_equal "as comments on the cells" "I2 已报第 2 版且内容不同：更正须填写更正原因" "$(comments "$scratch/faults.xlsx")"

check "the ledger still begins with what an auditor kept" as auditor ledger check-head "$scratch/head.json"
forged_head() {
  local status=0
  jq '.seal.signature |= (if startswith("A") then "B" else "A" end) + .[1:]' "$scratch/head.json" >"$scratch/forged.json"
  as auditor ledger check-head "$scratch/forged.json" || status=$?
  [[ $status -eq 3 ]]
}
check "a head that the key never signed binds nobody" forged_head

# A whole province in one file: 714 counties × 7 industries × 2 years, and one cell of it wrong.
source "$root/tests/bench/lib/plan.sh"
big=province-exercise rows=9996
write_plan 714 | sed "s|plans/$plan_id|plans/$big|" >"$scratch/big.textproto"
expect_error "whose regions are not the office's own" office PERMISSION_DENIED/100000 plan publish "$scratch/big.textproto"
check "the country's office grants them" as office@100000 plan grant "$big" --region 100000 --to 140581 --reason 试填
expect_json "a plan of $rows obligations" office '.plan.edition' 1 plan publish "$scratch/big.textproto"
as emergency return template --plan "$big" --department emergency "$scratch/big.csv"
# fill_all BAD: every row filled in; row BAD of the file has a word for a number.
fill_all() {
  awk -v bad="$1" 'BEGIN {FS = OFS = ","} NR > 1 {$5 = 3; $6 = NR == bad ? "三" : 1; $7 = 2; $8 = 40} {print}' "$scratch/big.csv"
}
filed_of_big() { admin_sql "SELECT count(*) FROM submission.returns WHERE plan_id = '$big'"; }
fill_all 7000 >"$scratch/big-bad.csv"
expect_import "one bad cell of $rows rows is named" 2 "$counts + \"; \" + ($cells)" \
  "checked $((rows - 1)), filed 0, unchanged 0, blank 0, faulty 1; 7000 死亡人数 三" "$scratch/big-bad.csv"
expect_equal "and nothing of the file is filed" 0 "$(filed_of_big)"
fill_all 0 >"$scratch/big-good.csv"
expect_import "mended, the file is filed whole" 0 "$counts" "checked $rows, filed $rows, unchanged 0, blank 0, faulty 0" "$scratch/big-good.csv"
expect_equal "every row of it" "$rows" "$(filed_of_big)"
expect_import "once more, nothing changes" 0 "$counts" "checked 0, filed 0, unchanged $rows, blank 0, faulty 0" "$scratch/big-good.csv"
