#!/usr/bin/env bash
# Coordination through its real process: an inspection from the finding to the transfer, tasks that evidence shows, a conference from the invitation
# to the last resolution, activities and the union's opinions; and what is refused of each.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan=gaoping-2021-2025
today=$(date +%F)
inspector=emergency+zhang-wei
colleague=emergency+wang-fang
director=office+shi
deputy=office+li
# date_text DAY: the day as textproto.
date_text() { printf '{ year: %d month: %d day: %d }' "$(date -d "$1" +%-Y)" "$(date -d "$1" +%-m)" "$(date -d "$1" +%-d)"; }

# eventually_equal NAME EXPECTED IDENTITY FILTER ARGUMENT...: what another process does is looked for until it has come, for at most two minutes.
eventually_equal() {
  local name=$1 expected=$2 actual end=$((SECONDS + 120))
  shift 2
  until actual=$(answer "$@" 2>&1) && [[ $actual == "$expected" ]] || [[ $SECONDS -ge $end ]]; do sleep 0.5; done
  expect_equal "$name" "$expected" "$actual"
}

# --- A conference, which begins while the rest is tried
begin=$(($(date +%s) + 75))
conference_text() {
  cat <<TEXT
plan: "plans/$plan"
title: "联席会议 $RANDOM$RANDOM"
start_time { seconds: ${1:-$begin} }
end_time { seconds: $((${1:-$begin} + 3600)) }
place: "市政府三楼会议室"
departments: "hrss" departments: "emergency" departments: "health" departments: "union"
TEXT
}
conference_text >"$scratch/conference"
expect_error "a department convenes nothing" emergency PERMISSION_DENIED conference convene "$scratch/conference"
conference_text 1 >"$scratch/past"
expect_error "nothing is convened in the past" "$director" INVALID_ARGUMENT/conference.start_time conference convene "$scratch/past"
conference=$(answer "$director" .name conference convene "$scratch/conference")
expect_json "an agenda is drafted from what is open" "$director" '.agenda | length > 0' true conference show "$conference"
expect_json "a department answers" emergency '.invitations[] | select(.department == "emergency").reply' REPLY_STATE_ATTENDS \
  conference reply "$conference" --reply attends --note 王五
expect_error "for itself alone" housing INVALID_ARGUMENT/department conference reply "$conference" --reply attends
expect_error "who declines says why" union INVALID_ARGUMENT/note conference reply "$conference" --reply declines
expect_error "nothing is recorded before the begin" "$director" FAILED_PRECONDITION conference record "$conference" - <<'TEXT'
chair: "张局长" minutes: "x" attendance { department: "hrss" attendees: "张局长" }
TEXT
eventually_equal "the department's liaison is told by mail" true "$director" \
  '[.invitations[] | select(.department == "emergency" and .toldTime)] | length == 1' conference show "$conference"

# --- Tasks
expect_json "the notice's tasks are there" housing '[.tasks[].task.id] | length' 35 task list --plan "$plan"
eventually_equal "evidence shows that the scheme is drawn up" "TASK_STATE_DONE true" office '.state + " " + (.byEvidence | tostring)' \
  task show scheme --plan "$plan"
expect_error "a foreign department reports nothing" housing PERMISSION_DENIED task report mid-term-2023 --plan "$plan" --note 已开展
expect_json "the office reports its own" "$director" .state TASK_STATE_DONE task report mid-term-2023 --plan "$plan" --note 评估报告已印发
expect_error "and does not confirm it as the same person" "$director" PERMISSION_DENIED task confirm mid-term-2023 --plan "$plan"
expect_error "nor does a department" emergency PERMISSION_DENIED task confirm mid-term-2023 --plan "$plan"
expect_json "another person sends it back" "$deputy" .state TASK_STATE_OPEN \
  task confirm mid-term-2023 --plan "$plan" --send-back --reason 缺附件
as "$director" task report mid-term-2023 --plan "$plan" --note 已补附件 >/dev/null
expect_json "and then confirms" "$deputy" .state TASK_STATE_VERIFIED task confirm mid-term-2023 --plan "$plan"
expect_error "once" "$deputy" FAILED_PRECONDITION task confirm mid-term-2023 --plan "$plan"
eventually_equal "a task is a duty of whoever owes it" DUTY_STATE_OVERDUE emergency \
  ".duties[] | select(.resource == \"plans/$plan/tasks/accidents-2022\").state" \
  duty list --plan "$plan" --status overdue

# --- An inspection, from the finding to the transfer
inspection_text() {
  cat <<TEXT
plan: "plans/$plan" kind: INSPECTION_KIND_JOINT departments: "emergency" departments: "health"
employer { display_name: "样例煤业有限公司" credit_code: "${1:-91350100M000100Y43}" industry: "coal-mining" }
date $(date_text "$today") subject: "粉尘与支护"
TEXT
}
inspection_text 91350100M000100Y44 >"$scratch/inspection"
expect_error "a credit code that does not check" "$inspector" INVALID_ARGUMENT/inspection.employer.credit_code inspection create "$scratch/inspection"
inspection_text >"$scratch/inspection"
expect_error "a department that takes no part" housing PERMISSION_DENIED inspection create "$scratch/inspection"
inspection=$(answer "$inspector" .name inspection create "$scratch/inspection")
printf '\xff\xd8\xff\xe0 photograph' >"$scratch/支护.jpg"
printf '<html>' >"$scratch/fake.jpg"
expect_error "what is no photograph" "$inspector" INVALID_ARGUMENT/file.content file upload "$scratch/fake.jpg" --plan "$plan"
photograph=$(answer "$inspector" .name file upload "$scratch/支护.jpg" --plan "$plan")
as health file download "$photograph" "$scratch/back.jpg"
check "a file comes back as it was" cmp "$scratch/支护.jpg" "$scratch/back.jpg"
findings() {
  cat <<TEXT
findings { kind: FINDING_KIND_HAZARD level: HAZARD_LEVEL_MAJOR description: "采煤工作面支护不足" files: "$photograph" }
findings {
  kind: FINDING_KIND_EXCEEDANCE level: HAZARD_LEVEL_GENERAL description: "呼尘浓度超标"
  measurement { factor: "呼尘" value: "${1:-4.1}" limit: "2.5" unit: "mg/m³" instrument: "CCZ20 采样器 0417" }
}
TEXT
}
order_text() {
  cat <<TEXT
findings: "$inspection/findings/1" findings: "$inspection/findings/${1:-2}"
department: "emergency" demand: "立即加强支护；落实喷雾降尘" due_date $(date_text "${2:-$today + 15 days}")
TEXT
}
order_text >"$scratch/order"
expect_error "no order without a finding" "$inspector" FAILED_PRECONDITION order create "$scratch/order"
findings 2.5 >"$scratch/findings"
expect_error "what meets its limit is no exceedance" "$inspector" "INVALID_ARGUMENT/findings[1].measurement.value" \
  inspection record "$inspection" "$scratch/findings"
findings >"$scratch/findings"
expect_json "what was found is recorded" "$inspector" '[.findings[].name | split("/") | last] | join(" ")' "1 2" \
  inspection record "$inspection" "$scratch/findings"
order_text 2 "$today + 40 days" >"$scratch/late"
expect_error "an order runs as long as the plan allows" "$inspector" INVALID_ARGUMENT/order.due_date order create "$scratch/late"
order=$(answer "$inspector" .name order create "$scratch/order")
expect_error "a finding has one order" "$inspector" FAILED_PRECONDITION order create "$scratch/order"
expect_error "a department without a part does not see it" housing PERMISSION_DENIED order show "$order"
expect_error "a draft is not inspected again" "$colleague" FAILED_PRECONDITION order pass "$order" --reason x
expect_json "served" "$inspector" .state ORDER_STATE_SERVED order serve "$order"
eventually_equal "it is a duty at once, and its re-inspection is one to come" "rectification DUTY_STATE_OPEN, reinspection DUTY_STATE_NOT_OPEN" \
  office "[.duties[] | select(.resource == \"$order\") | .kind.id + \" \" + .state] | sort | join(\", \")" \
  duty list --plan "$plan" --status open --status due-soon --status not-open
expect_json "the office supervises a major hazard" "$director" .supervised true order supervise "$order" --reason 重大隐患
expect_json "the employer asks for more time" "$inspector" .state ORDER_STATE_EXTENSION_ASKED \
  order ask-extension "$order" --until "$(date -d "$today + 25 days" +%F)" --reason 设备采购延迟
expect_error "nobody grants what he has asked for" "$inspector" PERMISSION_DENIED order grant "$order" --reason 属实
expect_json "the office grants it" "$director" '.dueDate.day' "$(date -d "$today + 25 days" +%-d)" order grant "$order" --reason 属实
expect_error "once, as the plan says" "$inspector" FAILED_PRECONDITION \
  order ask-extension "$order" --until "$(date -d "$today + 30 days" +%F)" --reason 再次延迟
expect_error "nothing is inspected again while the time runs" "$colleague" FAILED_PRECONDITION order fail "$order" --reason x
expect_json "reported done" "$inspector" .state ORDER_STATE_REPORTED_DONE order report "$order" --reason 已整改 --file "$photograph"
expect_error "who ordered does not inspect again" "$inspector" PERMISSION_DENIED order pass "$order" --reason 合格
expect_error "closing needs a re-inspection" "$director" FAILED_PRECONDITION order close "$order"
expect_json "another finds it not rectified" "$colleague" .state ORDER_STATE_NOT_RECTIFIED order fail "$order" --reason 复测3.9
expect_error "a transfer has its record" "$inspector" INVALID_ARGUMENT/document_number order transfer "$order" --to health --reason 职业卫生
transfer=(order transfer "$order" --document 高应急移〔2026〕1号 --reason 属职业卫生)
expect_json "transferred" "$inspector" .state ORDER_STATE_TRANSFERRED "${transfer[@]}" --to health
expect_error "who transferred does not accept" "$inspector" PERMISSION_DENIED order accept "$order" --reason x
expect_json "the receiver returns it" health .state ORDER_STATE_RETURNED order return "$order" --reason 不属职责
expect_error "and does not get it again" "$inspector" FAILED_PRECONDITION "${transfer[@]}" --to health
expect_json "another department gets it" "$inspector" .state ORDER_STATE_TRANSFERRED "${transfer[@]}" --to housing
expect_json "accepts it" housing .competentDepartment housing order accept "$order" --reason 受理
expect_json "and concludes it" housing '.state + " " + (.events | length | tostring)' "ORDER_STATE_CONCLUDED 11" \
  order conclude "$order" --reason 已处罚并整改
expect_error "it is over" "$inspector" FAILED_PRECONDITION order report "$order" --reason x
expect_json "the month counts it" auditor '.total | [.inspections, .findings, .majorFindings, .exceedances, .orders, .transferred] | map(. >= 1) | all' \
  true inspection statistics --plan "$plan" --from "$today"

# --- Employers drawn at random
employers_text() {
  local code
  for code in 91350100M000100Y43 91140581MA00000015; do
    printf 'employers { display_name: "单位%s" credit_code: "%s" industry: "coal-mining" }\n' "${code: -4}" "$code"
  done
}
selection_text() { printf 'plan: "plans/%s" purpose: "隐患排查抽查" count: %d\n' "$plan" "$1" && employers_text; }
selection_text 3 >"$scratch/selection"
expect_error "no more are drawn than there are" "$director" INVALID_ARGUMENT/selection.count selection freeze "$scratch/selection"
selection_text 1 >"$scratch/selection"
expect_error "a department freezes nothing" emergency PERMISSION_DENIED selection freeze "$scratch/selection"
selection=$(answer "$director" .name selection freeze "$scratch/selection")
expect_json "nobody knows the seed before the draw" auditor '.seed // ""' "" selection show "$selection"
expect_error "the office does not draw" "$director" PERMISSION_DENIED selection draw "$selection"
expect_json "the union draws" observer '.drawn | length' 1 selection draw "$selection"
expect_error "once" observer FAILED_PRECONDITION selection draw "$selection"
expect_json "and anybody redoes it" housing .state SELECTION_STATE_DRAWN selection verify "$selection"

# From exchange's register: its employers as they are at this moment.
printf '统一社会信用代码,单位名称,登记状态\n91350100M000100Y43,名录单位,存续\n' >"$scratch/employers.csv"
printf '%s\n' 'kind employer' 'column 统一社会信用代码 = credit_code' 'column 单位名称 = names.display_name' 'column 登记状态 = status' \
  'constant region = 140581' 'constant industry = coal-mining' 'constant source_id = C-1' >"$scratch/employers.mapping"
as emergency record import "$scratch/employers.csv" --mapping "$scratch/employers.mapping" >/dev/null
register=(--plan "$plan" --purpose 名录抽查 --count 1 --region 140581 --industry coal-mining)
expect_error "nor from the register" emergency PERMISSION_DENIED selection freeze-register "${register[@]}"
expect_error "no region beyond the plan's" "$director" INVALID_ARGUMENT/selection.from_register.region \
  selection freeze-register --plan "$plan" --purpose 名录抽查 --count 1 --region 140500
drawn=$(answer "$director" .name selection freeze-register "${register[@]}")
expect_json "the register gives the employers" "$director" '[.employers[] | select(.creditCode == "91350100M000100Y43")] | length' 1 selection show "$drawn"
expect_json "one of them is drawn" observer '.drawn | length' 1 selection draw "$drawn"
expect_json "and anybody redoes that, too" health .state SELECTION_STATE_DRAWN selection verify "$drawn"

# --- Activities
activity() {
  cat <<TEXT
plan: "plans/$plan" kind: ACTIVITY_KIND_$1 department: "emergency" title: "$2" start_date $(date_text "$today") people: ${3:-0} ${4:-}
TEXT
}
recorded() { activity "$@" | answer emergency .name activity record - >/dev/null; }
withdrawn_before=$(answer office '[.activities[]? | select(.kind == "ACTIVITY_KIND_BASE" and .state == "ACTIVITY_STATE_RECORDED")] | length' activity list --plan "$plan")
activity BASE_VISIT 参观教学 40 >"$scratch/visit"
if [[ $withdrawn_before -eq 0 ]]; then
  expect_error "no visit without a base" emergency FAILED_PRECONDITION activity record "$scratch/visit"
  recorded BASE 警示教育基地 0 'capacity: 60 organization: "样例煤业有限公司"'
fi
activity BASE 第二基地 0 'capacity: 60 organization: "样例企业"' >"$scratch/base"
expect_error "a plan has one base" emergency ALREADY_EXISTS activity record "$scratch/base"
check "a visit within what it takes" recorded BASE_VISIT 参观教学 60
activity BASE_VISIT 参观教学 61 >"$scratch/visit"
expect_error "and none beyond" emergency INVALID_ARGUMENT/activity.people activity record "$scratch/visit"
activity TRAINING 班组长培训 30 'key_positions { team_leaders: 31 }' >"$scratch/training"
expect_error "key positions are among those trained" emergency INVALID_ARGUMENT/activity.key_positions activity record "$scratch/training"
check "a training" recorded TRAINING 班组长培训 30 'key_positions { team_leaders: 25 }'
training=$(activity TRAINING 分管负责人培训 3 'key_positions { principals: 2 }' | answer emergency .name activity record -)
eventually_equal "attendance is owed" true emergency "[.duties[]? | select(.resource == \"$training\")] | length == 1" duty list --department emergency
attendee() {
  printf 'attendees { person { display_name: "%s" } employer { display_name: "样例煤业" } key_position: "principal" result: TRAINING_RESULT_PASSED hours: 8 }\n' "$1"
}
{ attendee 甲; attendee 乙; } >"$scratch/attendees"
expect_error "another department publishes none of it" housing PERMISSION_DENIED activity attend "$training" "$scratch/attendees"
expect_json "attendance goes to exchange" emergency .attendance.published 2 activity attend "$training" "$scratch/attendees"
expect_json "as records of the department" emergency '.records | length' 1 record list --kind training --source-id "$training/1"
expect_json "the department's records say who published them" emergency '.records[0].publisher | test("service/coordination$")' true \
  record list --kind training --source-id "$training/2"
expect_json "run again, it changes nothing" emergency .attendance.published 2 activity attend "$training" "$scratch/attendees" --from 1
{ attendee 甲; attendee 乙; attendee 丙; attendee 丁; } >"$scratch/attendees"
expect_error "no more than took part" emergency INVALID_ARGUMENT/attendees activity attend "$training" "$scratch/attendees"
expect_json "withdrawn, its records are taken back" emergency .state ACTIVITY_STATE_WITHDRAWN activity withdraw "$training" --reason 重复登记
eventually_equal "to the last one" ATTENDANCE_STATE_WITHDRAWN emergency .attendance.state activity show "$training"
expect_json "in exchange, too" emergency '.records // [] | length' 0 record list --kind training --source-id "$training/1"
check "a course of a technical school" recorded SCHOOL_COURSE 工伤预防课程 120 'organization: "高平市技工学校"'
check "participation in online training" recorded ONLINE_TRAINING 在线培训 300
check "a good case" recorded GOOD_CASE 班前预防五分钟 0 'organization: "样例煤业" description: "每班开工前五分钟讲风险"'
expect_json "the year adds them up" union '.keyPositions.teamLeaders >= 25' true activity summary --plan "$plan" --year "$(date +%Y)"

# --- The union's opinions
opinion_text() {
  cat <<TEXT
plan: "plans/$plan" department: "emergency" subject: "某煤业未落实培训" text: "请督促补训。" due_date $(date_text "$today + 10 days")
TEXT
}
opinion_text >"$scratch/opinion"
expect_error "the office issues none" office PERMISSION_DENIED opinion issue "$scratch/opinion"
opinion=$(answer observer .name opinion issue "$scratch/opinion")
expect_error "another department neither sees nor answers it" housing PERMISSION_DENIED opinion answer "$opinion" --text x
expect_json "the department answers" emergency .state OPINION_STATE_ANSWERED opinion answer "$opinion" --text 已督促补训
expect_json "the union closes it" observer .state OPINION_STATE_CLOSED opinion judge "$opinion"

# --- The conference has begun by now, or is waited for
while [[ $(date +%s) -le $begin ]]; do sleep 1; done
minutes() {
  cat <<TEXT
chair: "张局长" minutes: "会议听取了情况汇报。\n会议要求抓好整改。"
attendance { department: "hrss" attendees: "张局长" }
attendance { department: "emergency" attendees: "王五（副局长）" }
resolutions { text: "对超标企业开展专项治理" ${1-owner: \"emergency\"} due_date $(date_text "$today + 30 days") }
TEXT
}
minutes "" >"$scratch/minutes"
expect_error "a resolution has an owner" "$director" INVALID_ARGUMENT conference record "$conference" "$scratch/minutes"
minutes >"$scratch/minutes"
expect_json "the minutes are recorded" "$director" .state CONFERENCE_STATE_HELD conference record "$conference" "$scratch/minutes"
as health conference minutes "$conference" "$scratch/纪要.docx"
check "minutes are a Word document with the resolution" sh -c \
  "unzip -p '$scratch/纪要.docx' word/document.xml | grep -q '对超标企业开展专项治理（责任单位：高平市应急管理局'"
eventually_equal "a resolution is a duty" emergency emergency ".duties[] | select(.resource == \"$conference\" and .occasion == \"resolution-1\").department" \
  duty list --plan "$plan"
conference_text $((begin + 86400)) >"$scratch/next"
next=$(answer "$director" .name conference convene "$scratch/next")
expect_json "the next agenda begins with what is still open" "$director" '.agenda[0].source' AGENDA_SOURCE_RESOLUTION conference show "$next"
expect_json "those invited are told that it is off" "$director" .state CONFERENCE_STATE_CANCELLED conference cancel "$next" --reason 另行通知
expect_error "another department reports nothing" health PERMISSION_DENIED conference report "$conference" 1 --note x
expect_json "its owner reports" emergency '.resolutions[0].state' RESOLUTION_STATE_REPORTED conference report "$conference" 1 --note 已完成
expect_json "the office verifies" "$director" '.resolutions[0].state' RESOLUTION_STATE_VERIFIED conference verify "$conference" 1
as "$director" conference template "$scratch/template.docx" --plan "$plan"
check "the template is a Word document" unzip -tq "$scratch/template.docx"
expect_error "what is no docx is no template" "$director" INVALID_ARGUMENT/content \
  conference upload-template "$scratch/支护.jpg" --plan "$plan" --reason 换版头
expect_json "every step is audited, refusals included" auditor '[.. | .outcome? // empty] | unique | length >= 2' true \
  audit list --service coordination --resource "$order"
