# The fund in the main job: one project from the proposal to the settlement, judged by a panel that is drawn for it, and one list of premium
# rates. Sourced by deploy/main-job; what is done already is left alone.
# shellcheck shell=bash

fund_plan=plans/$city
fund_year=$(date +%Y)
fund_provider=91350100M000100Y43
fund_acceptor=91140581MA00000015
fund_documents=$run_dir/documents

# document NAME: a file of that name, by which a step's document is known.
document() {
  mkdir -p "$fund_documents"
  printf '%s（示例文件）\n' "$1" >"$fund_documents/$1.txt"
  printf '%s=%s' "$1" "$fund_documents/$1.txt"
}

today() { date +%F; }

# date_text DAY: the day as textproto.
date_text() { printf '{ year: %d month: %d day: %d }' "$(date -d "$1" +%-Y)" "$(date -d "$1" +%-m)" "$(date -d "$1" +%-d)"; }

# id_number NUMBER: a well-formed citizen ID of nobody, born on 1 July 1979.
id_number() {
  local digits weights=(7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2) sum=0 i
  digits=14058119790701$(printf '%03d' "$1")
  for i in {0..16}; do sum=$((sum + ${digits:i:1} * weights[i])); done
  printf '%s%s' "$digits" "$(cut -c $((sum % 11 + 1)) <<<10X98765432)"
}

trainer() {
  cat <<TEXT
pool: "$fund_plan/pools/training"
display_name: "培训专家$1"
identifying_data { id_number: "$(id_number "$1")" phone: "13800000000" email: "trainer-$1@experts.example" }
specialties: "work-safety" specialties: "prevention"
industries: "coal-mining"
region: "140581"
employer { credit_code: "91140581MA00000015" display_name: "示例单位" }
professional_title: "正高级工程师" title_grade: TITLE_GRADE_SENIOR
practice_start_date { year: 2004 month: 7 day: 1 }
consent_date { year: 2025 month: 5 day: 1 }
nominator { department: "emergency" }
topics: "工伤预防培训"
TEXT
}

# admit_trainers: three members of the pool, unless it has some.
admit_trainers() {
  local number name
  if [[ $(answer office '.activeCount // 0' expert composition "$fund_plan/pools/training") -ge 3 ]]; then return; fi
  for number in 1 2 3; do
    name=$(trainer "$number" | answer emergency .name expert nominate -)
    as office expert review "$name" --decision admit --output json >/dev/null
  done
  printf 'pool: three trainers nominated and admitted\n'
}

engagement_is() { [[ $(answer office .state engagement show "$1") == "$2" ]]; }
panel_is_told() { [[ $(answer office '[.invitations[]? | select(.responseDeadline)] | length' engagement show "$1") -ge 3 ]]; }

# held_panel [PROJECT]: draws three of the pool for a review in a moment, of that project alone or of any, waits until they have met, and prints
# the engagement.
held_panel() {
  local matter="" engagement expert start
  if [[ $# -gt 0 ]]; then matter="matter: \"$1\""; fi
  start=$(($(date +%s) + 25))
  engagement=$(answer office .name engagement create - <<TEXT
pool: "$fund_plan/pools/training"
kind: ENGAGEMENT_KIND_PROJECT_REVIEW
subject: "工伤预防培训项目立项评审"
$matter
requesting_department: "hrss"
region: "140581"
parties { credit_code: "$fund_provider" display_name: "示例培训机构" }
panel_size: 3
start_time { seconds: $start }
end_time { seconds: $((start + 2)) }
place: "第一会议室"
response_period { seconds: 3600 }
TEXT
  )
  as office draw freeze "$engagement" --output json >/dev/null
  as office draw run "$engagement" --output json >/dev/null
  eventually 20 "the panel was not told" "read $log_dir/expert.log" panel_is_told "$engagement"
  for expert in $(answer office '.invitations[].expert' engagement show "$engagement"); do
    as office engagement respond "$engagement" --expert "$expert" --accept --by phone --output json >/dev/null
  done
  eventually 60 "the panel has not met" "deploy/lianfang engagement show $engagement" engagement_is "$engagement" ENGAGEMENT_STATE_HELD
  printf '%s' "$engagement"
}

put_budget() {
  if as office fund budget --plan "$city" --year "$fund_year" --output json >/dev/null 2>&1; then return; fi
  as office fund put-budget - --output json >/dev/null <<TEXT
name: "$fund_plan/budgets/$fund_year"
collection { currency_code: "CNY" units: 40000000 }
amount { currency_code: "CNY" units: 1000000 }
shares { purpose: "publicity" amount { currency_code: "CNY" units: 300000 } }
shares { purpose: "training" amount { currency_code: "CNY" units: 700000 } }
priority_industries: "dust-exposed" priority_industries: "coal-mining"
approval {
  authority: "市财政局" number: "示例〔$fund_year〕1号" date $(date_text "$(today)")
  document { title: "预算批复" sha256: "$(sha256sum "$fund_documents/预算批复.txt" | cut -c 1-64)" }
}
TEXT
}

put_providers() {
  local code name
  while read -r code name; do
    as office provider put - --output json >/dev/null <<TEXT
name: "$fund_plan/providers/$code"
display_name: "$name"
kinds: PROVIDER_KIND_THIRD_PARTY
description: "安全生产和工伤预防培训"
TEXT
  done <<<"$fund_provider 示例培训机构
$fund_acceptor 示例评估机构"
}

propose_project() {
  answer emergency .name project propose - --document "$(document 申报书)" <<TEXT
budget: "$fund_plan/budgets/$fund_year"
proposal {
  title: "煤矿班组长工伤预防培训"
  purpose: "training"
  applicant_kind: APPLICANT_KIND_DEPARTMENT
  department: "emergency"
  region: "140581"
  industry: "coal-mining"
  amount { currency_code: "CNY" units: 180000 }
  start_date $(date_text "$(today)")
  end_date $(date_text "$(today) + 6 months")
  description: "为煤矿班组长开展工伤预防培训，现场教学与线上学习结合"
  participants: 500
}
TEXT
}

sign_contract() {
  as emergency project contract "$1" - --document "$(document 合同)" --output json >/dev/null <<TEXT
provider: "$fund_plan/providers/$fund_provider"
number: "示例合同$fund_year-1"
amount { currency_code: "CNY" units: 175000 }
sign_date $(date_text "$(today)")
start_date $(date_text "$(today)")
end_date $(date_text "$(today) + 6 months")
procurement_way: "selection"
milestones { id: "half" title: "完成一半培训" due_date $(date_text "$(today) + 3 months") }
TEXT
}

# carry_project: one project, every step by whom it belongs to.
carry_project() {
  local project engagement
  document 预算批复 >/dev/null
  put_budget
  put_providers
  admit_trainers
  project=$(propose_project)
  engagement=$(held_panel "$project")  # meets after the proposal: what did not exist cannot be reviewed
  as emergency project visit "$project" --date "$(today)" --finding "场地和师资与申报相符" --output json >/dev/null
  as office project assign "$project" --engagement "$engagement" --output json >/dev/null
  as office project review "$project" --for 3 --against 0 --amount 180000 --document "$(document 评审意见)" --output json >/dev/null
  as office project approve "$project" --amount 178000 --document "$(document 立项批复)" --output json >/dev/null
  sign_contract "$project"
  as office project advance "$project" --amount 87500 --date "$(today)" --voucher "示例-1" --output json >/dev/null
  as emergency project start "$project" --date "$(today)" --document "$(document 开工通知)" --output json >/dev/null
  as finance project visit "$project" --date "$(today)" --finding "课程、台账与合同相符" --output json >/dev/null
  as emergency project milestone "$project" --milestone half --date "$(today)" --output json >/dev/null
  as emergency project complete "$project" --date "$(today)" --document "$(document 完工报告)" --output json >/dev/null
  as finance project visit "$project" --date "$(today)" --finding "抽查参训人员，档案齐全" --output json >/dev/null
  as office project accept "$project" --result passed --third-party "$fund_acceptor" --plan "$city" --date "$(today)" \
    --document "$(document 验收报告)" --output json >/dev/null
  as office project settle "$project" --amount 174320.50 --date "$(today)" --voucher "示例-2" --document "$(document 决算报告)" \
    --output json >/dev/null
}

show_project() {
  local project
  if [[ $(answer office '.projects | length' project list --plan "$city") -eq 0 ]]; then carry_project; fi
  project=$(answer office '[.projects[] | select(.state == "PROJECT_STATE_SETTLED")][0].name // empty' project list --plan "$city")
  if [[ -n $project ]]; then as office project show "$project"; fi
  as office fund budget --plan "$city" --year "$fund_year"
}

# propose_rates: the shipped tables, and a list of the example's employers: proposed by the social insurance centre, published by the office.
propose_rates() {
  local table
  for table in shanxi example-a example-b; do
    as office premium put-table "$root/deploy/rates/$table.textproto" --output json >/dev/null
  done
  as social-insurance premium import "$root/deploy/rates/example-employers.csv" --plan "$city" --year "$fund_year" --table example-a \
    --output json >/dev/null
  as social-insurance premium propose --plan "$city" --year "$fund_year" --output json >/dev/null
  as social-insurance premium correct --plan "$city" --year "$fund_year" --employer 91140581MB0000101W --percent 100 \
    --reason "核减跨年支付的待遇" --output json >/dev/null
  as office premium publish --plan "$city" --year "$fund_year" --output json >/dev/null
}

show_rates() {
  if [[ $(answer office '.rateLists | length' premium lists --plan "$city") -eq 0 ]]; then propose_rates; fi
  as office premium rates --plan "$city" --year "$fund_year"
  as office premium rate --plan "$city" --year "$fund_year" --employer 91140581MB00001046
}
