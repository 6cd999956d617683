# What only time brings about, and a demonstration of today needs at once: an order whose time is over, and a project whose panel has met. Sourced by
# deploy/demo.
# shellcheck shell=bash

review_subject="煤矿班组长工伤预防培训项目立项评审"

# order_text, order_bytes: an order from its bytes to text, and back.
order_proto() {
  protoc -I "$root/proto" -I "$root/node_modules/google-proto-files" "$1" lianfang.coordination.v1.Order lianfang/coordination/v1/inspection.proto
}
order_text() { order_proto --decode; }
order_bytes() { order_proto --encode; }

demo_sql() {
  use_database_url "$(admin_database_url)"
  psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --command="$1" "$(database_url postgresql)"
}

# date_back ORDER DAY: the service takes no due date that is past, and a demonstration is not weeks old. So the row of a served order is dated back; what
# follows from it (that it is overdue, its duty, reminders) comes from the service with the next step.
date_back() {
  local content
  content=$(demo_sql "SELECT encode(content, 'base64') FROM coordination.documents WHERE name = '$1'" | base64 --decode | order_text |
    tr '\n' ' ' | sed -E "s/(due_date) \{[^}]*\}/\1 $(date_text "$2")/g" | order_bytes | base64 --wrap=0)
  demo_sql "UPDATE coordination.documents SET content = decode('$content', 'base64') WHERE name = '$1'"
}

# overdue_order: of an inspection three weeks ago, due last week, not reported.
overdue_order() {
  local inspection late
  if ! command -v protoc >/dev/null || [[ ! -d $root/node_modules/google-proto-files ]]; then
    printf 'no overdue order: that takes the tools of a build (protoc, npm ci)\n'
    return
  fi
  inspection=$(answer emergency+zhang-wei .name inspection create - <<TEXT
plan: "plans/$plan" kind: INSPECTION_KIND_JOINT departments: "emergency" departments: "union"
employer { display_name: "示例机械制造有限公司" credit_code: "91350100M000100Y43" industry: "machinery-manufacturing" }
date $(date_text "21 days ago") subject: "冲压车间机械伤害专项检查"
TEXT
  )
  as emergency+zhang-wei inspection record "$inspection" - >/dev/null <<'TEXT'
findings { kind: FINDING_KIND_HAZARD level: HAZARD_LEVEL_MAJOR description: "两台冲床光电保护失效" place: "冲压车间" }
TEXT
  late=$(order "$inspection" 1 "修复冲床光电保护装置，修复前停用" 5)
  as emergency+zhang-wei order serve "$late" >/dev/null
  date_back "$late" "7 days ago"
  as office+shi-min order supervise "$late" --reason "逾期未整改，挂牌督办" >/dev/null
}

engagement_is() { [[ $(answer office .state engagement show "$1") == "$2" ]]; }
panel_is_told() { [[ $(answer office '[.invitations[]? | select(.responseDeadline)] | length' engagement show "$1") -ge 3 ]]; }

# eventually SECONDS WHAT COMMAND...
eventually() { wait_until "$1" "${@:3}" || fail "$2" "read $log_dir/expert.log"; }

# call_panel: draws three for the review of a project that is proposed, in a moment. They meet while the demonstration goes on.
call_panel() {
  local panel expert
  panel=$(engage emergency PROJECT_REVIEW "$review_subject" now)
  as office draw freeze "$panel" >/dev/null
  as observer draw nonce "$panel" --key "$witness_key" --note "$run_dir/${panel##*/}.nonce.json" >/dev/null
  eventually 20 "the panel was not told" panel_is_told "$panel"
  for expert in $(answer office '.invitations[].expert' engagement show "$panel"); do
    as office engagement respond "$panel" --expert "$expert" --accept --by phone >/dev/null
  done
}

# paper NAME: a file of that name, by which a step's document is known.
paper() {
  mkdir -p "$run_dir/documents"
  printf '%s（演示文件）\n' "$1" >"$run_dir/documents/$1.txt"
  printf '%s=%s' "$1" "$run_dir/documents/$1.txt"
}

# accept_project: the project whose panel was called is done and waits for its acceptance.
accept_project() {
  local project panel today
  today=$(date +%F)
  project=$(answer office '[.projects[] | select(.proposal.industry == "coal-mining" and .state == "PROJECT_STATE_PROPOSED")][0].name // ""' \
    project list --plan "$plan")
  if [[ -z $project ]]; then return; fi
  panel=$(answer office "[.engagements[] | select(.subject == \"$review_subject\")][0].name" engagement list --pool "$pool")
  eventually 60 "the panel has not met" engagement_is "$panel" ENGAGEMENT_STATE_HELD
  as office project assign "$project" --engagement "$panel" >/dev/null
  as office project review "$project" --for 3 --against 0 --amount 180000 --document "$(paper 评审意见)" >/dev/null
  as office project approve "$project" --amount 178000 --document "$(paper 立项批复)" >/dev/null
  as emergency project contract "$project" - --document "$(paper 合同)" >/dev/null <<TEXT
provider: "plans/$plan/providers/91350100M000100Y43" number: "演示合同$(date +%Y)-1" amount { currency_code: "CNY" units: 175000 }
sign_date $(date_text today) start_date $(date_text today) end_date $(date_text "3 months") procurement_way: "selection"
milestones { id: "half" title: "完成一半培训" due_date $(date_text "1 month") }
TEXT
  as office project advance "$project" --amount 87500 --date "$today" --voucher "演示-1" >/dev/null
  as emergency project start "$project" --date "$today" --document "$(paper 开工通知)" >/dev/null
  as finance project visit "$project" --date "$today" --finding "课程、台账与合同相符" >/dev/null
  as emergency project milestone "$project" --milestone half --date "$today" >/dev/null
  as emergency project complete "$project" --date "$today" --document "$(paper 完工报告)" >/dev/null
  printf 'project: done, waits for its acceptance\n'
}
