#!/usr/bin/env bash
# The main job carries on what an earlier run left half done. Broken-off runs are made here by hand, under names of their own; then the main job's
# functions are run twice: the first run ends what was begun, the second one changes nothing.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

city=gaoping-2021-2025
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/main_job_steps.sh"
source "$root/deploy/lib/main_job_fund.sh"
source "$root/deploy/lib/main_job_coordination.sh"
# eventually SECONDS WHAT CURE COMMAND...: as main_job_fund.sh asks for it.
eventually() {
  if ! wait_until "$1" "${@:4}"; then
    failed "$2"
    exit 1
  fi
}

# --- An inspection that was planned, and no more; and one whose order was served.
order_of() { answer office '.findings[0].order' inspection show "$1"; }
inspection_subject="中断示例：计划"
planned=$(inspection_text | answer emergency+zhang-wei .name inspection create -)
inspection_subject="中断示例：送达"
served=$(inspection_text | answer emergency+zhang-wei .name inspection create -)
findings_text | take emergency+zhang-wei inspection record "$served" -
take emergency+zhang-wei order serve "$(order_text "$served" | answer emergency+zhang-wei .name order create -)"
for run in first second; do
  for inspection_subject in 中断示例：计划 中断示例：送达; do show_inspection >/dev/null; done
  for inspection in "$planned" "$served"; do
    expect_json "$run run: the order is accepted, after eight steps" office '.state + " " + (.events | length | tostring)' \
      "ORDER_STATE_ACCEPTED 8" order show "$(order_of "$inspection")"
  done
done
expect_json "no inspection was planned anew" office '[.inspections[] | select(.subject | startswith("中断示例"))] | length' 2 \
  inspection list --plan "$city"

# --- A project that was proposed and visited; its panel was asked for, but not drawn.
project_title="中断示例：培训"
put_budget
project=$(propose_project)
take emergency project visit "$project" --date "$(today)" --finding "场地和师资与申报相符"
left=$(answer office .name engagement create - <<TEXT
pool: "$fund_pool" kind: ENGAGEMENT_KIND_PROJECT_REVIEW subject: "中断示例" matter: "$project" requesting_department: "hrss" region: "140581"
parties { credit_code: "$fund_provider" display_name: "示例培训机构" }
panel_size: 3 start_time { seconds: $(($(date +%s) + 600)) } end_time { seconds: $(($(date +%s) + 900)) } place: "第一会议室"
response_period { seconds: 3600 }
TEXT
)
for run in first second; do
  show_project >/dev/null
  expect_json "$run run: the project is settled, after fourteen steps" office '.state + " " + (.events | length | tostring)' \
    "PROJECT_STATE_SETTLED 14" project show "$project"
done
expect_json "the panel that would never have met is called off" office .state ENGAGEMENT_STATE_CANCELLED engagement show "$left"

# --- A list of rates whose figures were imported; and one by a table that is no example's.
fund_year=$(($(date +%Y) + 3))
take social-insurance premium import "$root/deploy/rates/example-employers.csv" --plan "$city" --year "$fund_year" --table example-a
for run in first second; do
  show_rates >/dev/null
  expect_json "$run run: the list is published, with one correction" office '.state + " " + (.correctedCount | tostring)' \
    "RATE_LIST_STATE_PUBLISHED 1" premium list --plan "$city" --year "$fund_year"
done
fund_year=$((fund_year + 1))
grep -v project-insured "$root/deploy/rates/example-employers.csv" >"$scratch/employers.csv"
take social-insurance premium import "$scratch/employers.csv" --plan "$city" --year "$fund_year" --table example-b
show_rates >/dev/null
expect_json "somebody's own list is left alone" office .state RATE_LIST_STATE_COLLECTING premium list --plan "$city" --year "$fund_year"
