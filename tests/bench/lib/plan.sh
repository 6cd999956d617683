# The generated plan: many regions, one department that owes for all of them, so that one client certificate may file everything.
# shellcheck shell=bash

plan_id=bench
plan_industries=7

# write_plan REGIONS: the plan as textproto. Every region owes every industry one return of four figures.
write_plan() {
  local number
  cat <<'HEAD'
name: "plans/bench"
title { zh: "压力测试计划" en: "Load test plan" }
issue_date { year: 2021 month: 1 day: 1 }
time_zone: "Asia/Shanghai"
departments {
  id: "hrss"
  names { zh: "人力资源和社会保障局" en: "Human Resources and Social Security Bureau" }
  role: DEPARTMENT_ROLE_LEAD
  acting_region: "140581"
}
departments {
  id: "emergency"
  names { zh: "应急管理局" en: "Emergency Management Bureau" }
  role: DEPARTMENT_ROLE_RESPONSIBLE
  acting_region: "140581"
}
periods { id: "2020" start_date { year: 2020 month: 1 day: 1 } end_date { year: 2020 month: 12 day: 31 } }
periods { id: "2021" start_date { year: 2021 month: 1 day: 1 } end_date { year: 2021 month: 12 day: 31 } }
figures { id: "accidents" names { zh: "事故起数" en: "Accidents" } unit { zh: "起" en: "accidents" } maximum: 100000 }
figures { id: "deaths" names { zh: "死亡人数" en: "Deaths" } unit { zh: "人" en: "persons" } maximum: 100000 }
figures { id: "injuries" names { zh: "受伤人数" en: "Injuries" } unit { zh: "人" en: "persons" } maximum: 100000 }
figures { id: "trained" names { zh: "培训人数" en: "Trained" } unit { zh: "人" en: "persons" } maximum: 100000 }
HEAD
  for ((number = 0; number < $1; ++number)); do
    printf 'regions { code: "%d" names { zh: "%d号县" en: "County %d" } }\n' $((100000 + number)) "$number" "$number"
  done
  for ((number = 1; number <= plan_industries; ++number)); do
    printf 'industries { id: "industry-%d" names { zh: "行业%d" en: "Industry %d" } responsible_department: "emergency" }\n' \
      "$number" "$number" "$number"
  done
  plan_indicator accidents accidents
  plan_indicator casualties deaths injuries
  for number in accidents casualties; do
    printf 'targets { indicator: "%s" period: "2021" reduce_by { percent: "5" base_period: "2020" } }\n' "$number"
  done
  plan_request 2020
  plan_request 2021
}

# plan_indicator ID FIGURE...
plan_indicator() {
  printf 'indicators {\n  id: "%s"\n  names { zh: "%s" en: "%s" }\n  unit { zh: "个" en: "cases" }\n' "$1" "$1" "$1"
  printf '  numerator: "%s"\n' "${@:2}"
  plan_industry_ids
  printf '}\n'
}

# plan_request PERIOD
plan_request() {
  printf 'data_requests {\n  period: "%s"\n' "$1"
  plan_industry_ids
  printf '  figures: "%s"\n' accidents deaths injuries trained
  printf '  due_date { year: %d month: 3 day: 31 }\n}\n' $((${1} + 1))
}

plan_industry_ids() {
  local number
  for ((number = 1; number <= plan_industries; ++number)); do printf '  industries: "industry-%d"\n' "$number"; done
}

# write_filings REGIONS: every obligation of the plan, with nothing filed, as the load client keeps them.
write_filings() {
  local period region industry
  for period in 2020 2021; do
    for ((region = 100000; region < 100000 + $1; ++region)); do
      for ((industry = 1; industry <= plan_industries; ++industry)); do
        printf 'plans/%s/obligations/%s-%d-industry-%d 0\n' "$plan_id" "$period" "$region" "$industry"
      done
    done
  done
}
