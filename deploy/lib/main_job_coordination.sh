# Coordination in the main job: one inspection from the finding to the transfer, and the tasks of the notice. Sourced by deploy/main-job; what is
# done already is left alone.
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

show_inspection() {
  local inspection order
  inspection=$(answer office "[.inspections[]? | select(.subject == \"$inspection_subject\")][0].name // empty" inspection list --plan "$city")
  if [[ -z $inspection ]]; then
    inspection=$(inspection_text | answer emergency+zhang-wei .name inspection create -)
    findings_text | as emergency+zhang-wei inspection record "$inspection" - --output json >/dev/null
    order=$(order_text "$inspection" | answer emergency+zhang-wei .name order create -)
    step emergency+zhang-wei "$order" serve
    step office "$order" supervise --reason 重大隐患挂牌督办
    step emergency+zhang-wei "$order" ask-extension --until "$(date -d '20 days' +%F)" --reason 设备采购延迟
    step office "$order" grant --reason 情况属实
    step emergency+zhang-wei "$order" report --reason 企业报告已整改
    step emergency+wang-fang "$order" fail --reason 复测仍为3.9mg/m³
    step emergency+zhang-wei "$order" transfer --to health --document 高应急移〔2026〕1号 --reason 属职业卫生职责
    step health "$order" accept --reason 已受理
  fi
  order=$(answer office '.findings[0].order' inspection show "$inspection")
  as office order show "$order"
  as office task list --plan "$city" --status done
}
