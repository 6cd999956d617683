# The demonstration's conference, inspection, orders, activities, opinion, budget, projects, premium rates and concealments. Sourced by
# deploy/demo.
# shellcheck shell=bash

# date_text DAY: the day as textproto.
date_text() { printf '{ year: %d month: %d day: %d }' "$(date -d "$1" +%-Y)" "$(date -d "$1" +%-m)" "$(date -d "$1" +%-d)"; }

# has_none NOUN FIELD: whether the plan has none of them yet.
has_none() { [[ $(answer office ".$2 | length" "$1" list --plan "$plan") -eq 0 ]]; }

convene() {
  if ! has_none conference conferences; then return; fi
  local begin=$(($(date +%s) / 86400 * 86400 + 5 * 86400 + 3600))
  as office+shi-min conference convene - >/dev/null <<TEXT
plan: "plans/$plan"
title: "工伤预防联席会议（第四季度）"
start_time { seconds: $begin }
end_time { seconds: $((begin + 7200)) }
place: "市政府三楼会议室"
departments: "hrss" departments: "emergency" departments: "health" departments: "housing" departments: "union"
TEXT
  as emergency conference reply "$(answer office '.conferences[0].name' conference list --plan "$plan")" --reply attends --note "王副局长参加" >/dev/null
  printf 'conference: convened\n'
}

# order INSPECTION FINDING DEMAND DAYS: a rectification order; its name.
order() {
  answer emergency+zhang-wei .name order create - <<TEXT
findings: "$1/findings/$2" department: "emergency" demand: "$3" due_date $(date_text "$4 days")
TEXT
}

inspect() {
  if ! has_none inspection inspections; then return; fi
  local inspection pressing done_order
  inspection=$(answer emergency+zhang-wei .name inspection create - <<TEXT
plan: "plans/$plan" kind: INSPECTION_KIND_JOINT departments: "emergency" departments: "health"
employer { display_name: "示例矿业有限公司" credit_code: "91350100M000100Y43" industry: "coal-mining" }
date $(date_text today) subject: "井下粉尘与支护联合检查"
TEXT
  )
  as emergency+zhang-wei inspection record "$inspection" - >/dev/null <<'TEXT'
findings { kind: FINDING_KIND_HAZARD level: HAZARD_LEVEL_MAJOR description: "采煤工作面支护不足" place: "3 号工作面" }
findings {
  kind: FINDING_KIND_EXCEEDANCE level: HAZARD_LEVEL_GENERAL description: "呼尘浓度超标" place: "掘进巷道"
  measurement { factor: "呼尘" value: "4.1" limit: "2.5" unit: "mg/m³" instrument: "CCZ20 采样器" }
}
TEXT
  pressing=$(order "$inspection" 1 "立即加强支护，停止 3 号工作面作业" 2)
  as emergency+zhang-wei order serve "$pressing" >/dev/null
  as office+shi-min order supervise "$pressing" --reason "重大隐患，挂牌督办" >/dev/null
  done_order=$(order "$inspection" 2 "落实喷雾降尘，复测达标" 12)
  as emergency+zhang-wei order serve "$done_order" >/dev/null
  as emergency+zhang-wei order report "$done_order" --reason "已安装喷雾装置，待复查" >/dev/null
  overdue_order
  printf 'inspections: two, with three orders, one of them overdue\n'
}

# activity DEPARTMENT KIND TITLE PEOPLE [LINE]
activity() {
  as "$1" activity record - >/dev/null <<TEXT
plan: "plans/$plan" kind: ACTIVITY_KIND_$2 department: "$1" title: "$3"
start_date $(date_text today) end_date $(date_text today) place: "高平市" people: $4 ${5:-}
TEXT
}

# attend ACTIVITY COUNT: so many invented people attended it. They are no figures of the plan.
attend() {
  local i
  for ((i = 1; i <= $2; ++i)); do
    printf 'attendees { person { display_name: "演示学员%02d" id_document: ID_DOCUMENT_RESIDENT_CARD id_number: "%s" } result: TRAINING_RESULT_PASSED hours: 8 }\n' \
      "$i" "$(id_number "198$((i % 10))06$(printf '%02d' $((i % 28 + 1)))" "$(printf '%03d' "$((i * 2 + 1))")")"
  done | as housing activity attend "$1" - >/dev/null
}

act() {
  if ! has_none activity activities; then return; fi
  activity emergency CAMPAIGN "工伤预防宣传月集中宣传" 860
  activity housing TRAINING "建筑班组长工伤预防培训" 64 'key_positions { team_leaders: 58 } industries: "construction"'
  attend "$(answer office '.activities[] | select(.kind == "ACTIVITY_KIND_TRAINING") | .name' activity list --plan "$plan")" 40
  activity health ONLINE_TRAINING "职业健康在线培训" 312
  as observer opinion issue - >/dev/null <<TEXT
plan: "plans/$plan" department: "housing" subject: "两处工地未开展班前教育" text: "请督促补训，并书面回复工会。" due_date $(date_text "8 days")
TEXT
  printf 'activities: three, and an opinion of the union\n'
}

# propose DEPARTMENT TITLE PURPOSE INDUSTRY YUAN
propose() {
  as "$1" project propose - >/dev/null <<TEXT
budget: "plans/$plan/budgets/$(date +%Y)"
documents { title: "申报书" sha256: "$(printf '%s' "$2" | sha256sum | cut -c 1-64)" }
proposal {
  title: "$2" purpose: "$3" applicant_kind: APPLICANT_KIND_DEPARTMENT department: "$1" region: "$local_region"
  industry: "$4" amount { currency_code: "CNY" units: $5 } description: "$2"
  start_date $(date_text today) end_date $(date_text "5 months") participants: 240
}
TEXT
}

spend() {
  if ! has_none project projects; then return; fi
  as office fund put-budget - >/dev/null <<TEXT
name: "plans/$plan/budgets/$(date +%Y)"
collection { currency_code: "CNY" units: 40000000 }
amount { currency_code: "CNY" units: 1000000 }
shares { purpose: "publicity" amount { currency_code: "CNY" units: 300000 } }
shares { purpose: "training" amount { currency_code: "CNY" units: 700000 } }
priority_industries: "dust-exposed" priority_industries: "coal-mining"
approval {
  authority: "市财政局" number: "演示〔$(date +%Y)〕1号" date $(date_text today)
  document { title: "预算批复" sha256: "$(printf '演示' | sha256sum | cut -c 1-64)" }
}
TEXT
  as office provider put - >/dev/null <<TEXT
name: "plans/$plan/providers/91350100M000100Y43" display_name: "示例培训机构" kinds: PROVIDER_KIND_THIRD_PARTY description: "安全生产和工伤预防培训"
TEXT
  propose emergency "煤矿班组长工伤预防培训" training coal-mining 180000
  propose health "尘肺病预防宣传" publicity dust-exposed 60000
  printf 'budget of %s, two projects\n' "$(date +%Y)"
}

# rate_list YEAR: the example's employers on a list of this year, with rates proposed by the example's table.
rate_list() {
  as hrss+li-na premium import "$root/deploy/rates/example-employers.csv" --plan "$plan" --year "$1" --table example-a >/dev/null
  as hrss+li-na premium propose --plan "$plan" --year "$1" >/dev/null
}

# float_rates: this year's list is published, with a correction; next year's waits for its publication.
float_rates() {
  local year
  year=$(date +%Y)
  if [[ $(answer office '.rateLists | length' premium lists --plan "$plan") -gt 0 ]]; then return; fi
  sed "s,gaoping-2021-2025,$plan,; s,\"social-insurance\",\"hrss\"," "$root/deploy/rates/example-a.textproto" | as office premium put-table - >/dev/null
  rate_list "$year"
  as hrss+li-na premium correct --plan "$plan" --year "$year" --employer 91140581MB0000101W --percent 100 --reason "核减跨年支付的待遇" >/dev/null
  as office+shi-min premium publish --plan "$plan" --year "$year" >/dev/null
  rate_list "$((year + 1))"
  printf 'premium rates: %s published, %s proposed\n' "$year" "$((year + 1))"
}

# concealment INDUSTRY EMPLOYER DAYS_AGO NUMBER DESCRIPTION: an accident that was proven concealed last week; its name.
concealment() {
  answer office+shi-min .name concealment record --plan "$plan" - <<TEXT
region: "$local_region" industry: "$1" employer: "$2" accident_date $(date_text "$3 days ago") proven_date $(date_text "7 days ago")
document_number: "演示〔$(date +%Y)〕$4号" description: "$5"
TEXT
}

# find_concealed: one concealed accident is confirmed and takes points off, another waits for a second person of the office.
find_concealed() {
  local confirmed
  if ! has_none concealment concealments; then return; fi
  confirmed=$(concealment construction 示例建设集团有限公司 75 12 "一名工人坠落受伤，企业未报告事故，由医院诊断证明和工伤认定申请查实。")
  as office+wang-fang concealment confirm "$confirmed" --reason "调查报告和认定材料齐全" >/dev/null
  concealment coal-mining 示例矿业有限公司 40 15 "掘进工作面一起轻伤事故未报告，经举报查实。" >/dev/null
  printf 'concealments: one confirmed, one recorded\n'
}
