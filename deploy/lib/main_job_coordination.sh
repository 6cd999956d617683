# Coordination in the main job: one inspection from the finding to the transfer, and the tasks of the notice. Sourced by deploy/main-job, with
# lib/main_job_steps.sh. What is done already is left alone, and what an earlier run left half done is found by its subject and carried on.
# shellcheck shell=bash

inspection_subject="主流程示例：粉尘与支护检查"

# inspection_text: a joint inspection of today.
inspection_text() {
  cat <<TEXT
plan: "plans/$city" kind: INSPECTION_KIND_JOINT departments: "emergency" departments: "health"
employer { display_name: "示例煤业有限公司" credit_code: "91350100M000100Y43" industry: "coal-mining" }
date $(date_text today) subject: "$inspection_subject"
TEXT
}

findings_text() {
  cat <<TEXT
findings { kind: FINDING_KIND_HAZARD level: HAZARD_LEVEL_MAJOR description: "采煤工作面支护不足" place: "3号工作面" }
findings {
  kind: FINDING_KIND_EXCEEDANCE level: HAZARD_LEVEL_GENERAL description: "呼尘浓度超标"
  measurement { factor: "呼尘" value: "4.1" limit: "2.5" unit: "mg/m³" instrument: "CCZ20 采样器 0417" }
}
TEXT
}

order_text() {
  cat <<TEXT
findings: "$1/findings/1" findings: "$1/findings/2" department: "emergency"
demand: "立即加强支护；落实喷雾降尘" due_date $(date_text "15 days") document_number: "（高）应急责改〔2026〕1号"
TEXT
}

# step IDENTITY ORDER VERB [OPTION...]: one step, in the words of the state that it leads to.
step() {
  printf '%-20s %-10s %s\n' "$1" "$3" "$(answer "$1" .state order "$3" "$2" "${@:4}")"
}

# carry_order ORDER: on to the acceptance by the department that it is transferred to.
carry_order() {
  taken=$(answer office '[.events[]?.action | sub("^ORDER_ACTION_"; "")] | join(" ")' order show "$1")
  once SERVE step emergency+zhang-wei "$1" serve
  once SUPERVISE step office "$1" supervise --reason 重大隐患挂牌督办
  once ASK_EXTENSION step emergency+zhang-wei "$1" ask-extension --until "$(date -d '20 days' +%F)" --reason 设备采购延迟
  once GRANT_EXTENSION step office "$1" grant --reason 情况属实
  once REPORT_DONE step emergency+zhang-wei "$1" report --reason 企业报告已整改
  once FAIL_REINSPECTION step emergency+wang-fang "$1" fail --reason 复测仍为3.9mg/m³
  once TRANSFER step emergency+zhang-wei "$1" transfer --to health --document 高应急移〔2026〕1号 --reason 属职业卫生职责
  once ACCEPT_TRANSFER step health "$1" accept --reason 已受理
}

# show_inspection: one that was called off, or whose order was withdrawn, is shown as it is.
show_inspection() {
  local inspection state order
  read -r inspection state < <(answer office "[.inspections[]? | select(.subject == \"$inspection_subject\")][0] | \"\(.name // \"\") \(.state // \"\")\"" \
    inspection list --plan "$city")
  if [[ -z $inspection ]]; then inspection=$(inspection_text | answer emergency+zhang-wei .name inspection create -); fi
  if [[ ! $state =~ _(CARRIED_OUT|CANCELLED)$ ]]; then findings_text | take emergency+zhang-wei inspection record "$inspection" -; fi
  if [[ ! $state =~ _CANCELLED$ ]]; then
    order=$(answer office '.findings[0].order // empty' inspection show "$inspection")
    if [[ -z $order ]]; then order=$(order_text "$inspection" | answer emergency+zhang-wei .name order create -); fi
    if [[ $(answer office .state order show "$order") != ORDER_STATE_WITHDRAWN ]]; then carry_order "$order"; fi
    as office order show "$order"
  fi
  as office task list --plan "$city" --status done
}
