# The fund in the main job: one project from the proposal to the settlement, judged by a panel that is drawn for it, and one list of premium
# rates. Sourced by deploy/main-job, with lib/main_job_steps.sh. What is done already is left alone, and what an earlier run left half done is found
# by its name and carried on.
# shellcheck shell=bash

fund_plan=plans/$city
fund_year=$(date +%Y)
fund_provider=91350100M000100Y43
fund_acceptor=91140581MA00000015
fund_pool=$fund_plan/pools/training
project_title="煤矿班组长工伤预防培训"
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
pool: "$fund_pool"
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
  local number name state
  if [[ $(answer office '.activeCount // 0' expert composition "$fund_pool") -ge 3 ]]; then return; fi
  for number in 1 2 3; do
    read -r name state < <(answer office "[.experts[]? | select(.displayName == \"培训专家$number\")][0] | \"\(.name // \"\") \(.state // \"\")\"" \
      expert list --pool "$fund_pool")
    if [[ -z $name ]]; then
      name=$(trainer "$number" | answer emergency .name expert nominate -)
      state=EXPERT_STATE_NOMINATED
    fi
    if [[ $state == EXPERT_STATE_NOMINATED ]]; then take office expert review "$name" --decision admit; fi
  done
  printf 'pool: three trainers nominated and admitted\n'
}

panel_has_met() { [[ $(answer office .state engagement show "$1") =~ _(HELD|RATED)$ ]]; }
panel_is_told() { [[ $(answer office '[.invitations[]? | select(.responseDeadline)] | length' engagement show "$1") -ge 3 ]]; }

# left_panel PROJECT: prints the engagement that an earlier run drew for the project, if its panel has met or is sure to. One that will never meet
# is cancelled: nobody is kept waiting.
left_panel() {
  local name state left=""
  while read -r name state; do
    case $state in
      ENGAGEMENT_STATE_CONFIRMED | ENGAGEMENT_STATE_HELD | ENGAGEMENT_STATE_RATED) left=$name ;;
      ENGAGEMENT_STATE_CANCELLED) ;;
      *) take office engagement cancel "$name" --reason "抽取中断，另行抽取" ;;
    esac
  done < <(answer office ".engagements[]? | select(.matter == \"$1\") | \"\(.name) \(.state)\"" engagement list --pool "$fund_pool")
  printf '%s' "$left"
}

# held_panel [PROJECT]: draws three of the pool for a review in a moment, of that project alone or of any, waits until they have met, and prints
# the engagement.
held_panel() {
  local matter="" engagement=""
  if [[ $# -gt 0 ]]; then
    matter="matter: \"$1\""
    engagement=$(left_panel "$1")
  fi
  if [[ -z $engagement ]]; then engagement=$(draw_panel "$matter") || return; fi
  eventually 600 "the panel has not met" "deploy/lianfang engagement show $engagement" panel_has_met "$engagement"
  printf '%s' "$engagement"
}

# draw_panel MATTER: draws the panel, which everybody accepts, and prints the engagement.
draw_panel() {
  local engagement expert start asked
  asked=$(date +%s)
  take office expert composition "$fund_pool"
  start=$(($(date +%s) + 25 + 15 * ($(date +%s) - asked)))  # a dozen calls come before it, on a slow machine, too
  engagement=$(answer office .name engagement create - <<TEXT
pool: "$fund_pool"
kind: ENGAGEMENT_KIND_PROJECT_REVIEW
subject: "工伤预防培训项目立项评审"
$1
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
  take office draw freeze "$engagement"
  take office draw run "$engagement"
  eventually 60 "the panel was not told" "read $log_dir/expert.log" panel_is_told "$engagement"
  for expert in $(answer office '.invitations[].expert' engagement show "$engagement"); do
    take office engagement respond "$engagement" --expert "$expert" --accept --by phone
  done
  printf '%s' "$engagement"
}

put_budget() {
  document 预算批复 >/dev/null
  if as office fund budget --plan "$city" --year "$fund_year" --output json >/dev/null 2>&1; then return; fi
  take office fund put-budget - <<TEXT
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
    if as office provider show "$code" --plan "$city" --output json >/dev/null 2>&1; then continue; fi
    take office provider put - <<TEXT
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
  title: "$project_title"
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
  take emergency project contract "$1" - --document "$(document 合同)" <<TEXT
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

# assign_panel PROJECT: the panel meets after the proposal: what did not exist cannot be reviewed.
assign_panel() {
  local engagement
  engagement=$(held_panel "$1")
  take office project assign "$1" --engagement "$engagement"
}

# carry_project PROJECT: on to its settlement, every step by whom it belongs to.
carry_project() {
  local day
  day=$(today)
  taken=$(answer office '[.events[] | .kind, .visitPhase // empty | sub("^PROJECT_STEP_KIND_"; "")] | join(" ")' project show "$1")
  once VISIT_PHASE_BEFORE take emergency project visit "$1" --date "$day" --finding "场地和师资与申报相符"
  once ASSIGN_PANEL assign_panel "$1"
  once PASS_REVIEW take office project review "$1" --for 3 --against 0 --amount 180000 --document "$(document 评审意见)"
  once APPROVE take office project approve "$1" --amount 178000 --document "$(document 立项批复)"
  once CONTRACT sign_contract "$1"
  once PAY_ADVANCE take office project advance "$1" --amount 87500 --date "$day" --voucher "示例-1"
  once START take emergency project start "$1" --date "$day" --document "$(document 开工通知)"
  once VISIT_PHASE_DURING take finance project visit "$1" --date "$day" --finding "课程、台账与合同相符"
  once REACH_MILESTONE take emergency project milestone "$1" --milestone half --date "$day"
  once COMPLETE take emergency project complete "$1" --date "$day" --document "$(document 完工报告)"
  once VISIT_PHASE_AFTER take finance project visit "$1" --date "$day" --finding "抽查参训人员，档案齐全"
  once ACCEPT take office project accept "$1" --result passed --third-party "$fund_acceptor" --plan "$city" --date "$day" \
    --document "$(document 验收报告)"
  once SETTLE take office project settle "$1" --amount 174320.50 --date "$day" --voucher "示例-2" --document "$(document 决算报告)"
}

# show_project: proposed unless it is there by its title. One that people have brought to another end is shown as it is.
show_project() {
  local project state
  put_budget
  read -r project state < <(answer office "[.projects[]? | select(.proposal.title == \"$project_title\")][0] | \"\(.name // \"\") \(.state // \"\")\"" \
    project list --plan "$city")
  if [[ -z $project ]]; then project=$(propose_project); fi
  if [[ ! $state =~ _(SETTLED|REVIEW_FAILED|REJECTED|WITHDRAWN|ACCEPTANCE_FAILED|TERMINATED)$ ]]; then
    put_providers
    admit_trainers
    carry_project "$project"
  fi
  as office project show "$project"
  as office fund budget --plan "$city" --year "$fund_year"
}

# put_rate_tables: the shipped ones, unless they are there: a list may rest on them.
put_rate_tables() {
  local table known
  known=$(answer office '.rateTables[]?.name' premium tables --plan "$city")
  for table in shanxi example-a example-b; do
    if grep -qxF "$fund_plan/rateTables/$table" <<<"$known"; then continue; fi
    take office premium put-table "$root/deploy/rates/$table.textproto"
  done
}

# propose_rates STATE: a list of the example's employers, from where it stands: proposed by the social insurance centre, published by the office.
propose_rates() {
  local list=(--plan "$city" --year "$fund_year")
  if [[ $1 != RATE_LIST_STATE_PROPOSED ]]; then
    take social-insurance premium import "$root/deploy/rates/example-employers.csv" "${list[@]}" --table example-a --replace
    take social-insurance premium propose "${list[@]}"
  fi
  take social-insurance premium correct "${list[@]}" --employer 91140581MB0000101W --percent 100 --reason "核减跨年支付的待遇"
  take office premium publish "${list[@]}"
}

# show_rates: a list by another table than the example's is somebody's work, and is shown as it is.
show_rates() {
  local table state
  put_rate_tables
  read -r table state < <(answer office "[.rateLists[]? | select(.name == \"$fund_plan/rateLists/$fund_year\")][0] | \"\(.rateTable // \"-\") \(.state // \"\")\"" \
    premium lists --plan "$city")
  if [[ ! $table =~ ^-$|/example-a$ ]]; then
    as office premium list --plan "$city" --year "$fund_year"
    return
  fi
  if [[ $state != RATE_LIST_STATE_PUBLISHED ]]; then propose_rates "$state"; fi
  as office premium rates --plan "$city" --year "$fund_year"
  as office premium rate --plan "$city" --year "$fund_year" --employer 91140581MB00001046
}
