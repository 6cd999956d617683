# The demonstration's records: what departments exchange, what contradicts what, and how figures are counted from them. Sourced by deploy/demo.
# shellcheck shell=bash

records_folder=$run_dir/demo-records
record_mappings=$root/deploy/data/city

# terms OWNER KIND FIELD...: the textproto of an agreement by which the office compares records.
terms() {
  printf 'owner { region: "%s" department: "%s" }\nreader { region: "%s" department: "hrss" }\nkind: RECORD_KIND_%s\npurposes: PURPOSE_RECONCILIATION\n' \
    "$local_region" "$1" "$local_region" "$2"
  printf 'fields: "%s"\n' "${@:3}"
}

# agree ID OWNER KIND FIELD...: an agreement in force: proposed by the office, approved by it and by the owner's convener.
agree() {
  local name=plans/$plan/agreements/$1
  terms "$2" "${@:3}" | as office agreement propose - --plan "$plan" --id "$1" --until 2030-12-31 >/dev/null
  as office agreement approve "$name" --edition 1 >/dev/null
  as "$2-convener" agreement approve "$name" --edition 1 >/dev/null
}

agree_all() {
  local person=(person.display_name person.id_number person.birth_date person.phone) department
  agree persons hrss PERSON "${person[@]}" employer key_position start_date end_date
  agree training emergency TRAINING "${person[@]}" employer key_position training_date result
  for department in housing transport; do
    agree "accidents-$department" "$department" ACCIDENT occurrence_time place employer deaths missing seriously_injured slightly_injured \
      casualties.person casualties.outcome
  done
  agree injuries hrss INJURY "${person[@]}" employer injury_date from_disease from_accident application_date acceptance_date decision
  agree cards health DISEASE "${person[@]}" employer card_kind disease diagnosis_date
  # One that waits for its owner.
  terms emergency ACCIDENT occurrence_time deaths | as office agreement propose - --plan "$plan" --id accidents-emergency --until 2030-12-31 >/dev/null
}

# send_records DEPARTMENT TABLE
send_records() {
  as "$1" record import "$records_folder/$2.csv" --mapping "$record_mappings/${2%%-*}.mapping" >"$records_folder/$2.log" 2>&1 ||
    fail "the $2 of $1 were not published" "read $records_folder/$2.log"
}

# define_figures: the injured of a return are those of the accidents; who was trained is counted by the key position of the course.
define_figures() {
  as office record define-figures - --plan "$plan" >/dev/null <<'TEXT'
definitions { figure: "injuries" kind: RECORD_KIND_ACCIDENT measure: FIGURE_MEASURE_CASUALTIES }
definitions { figure: "principals-required" kind: RECORD_KIND_PERSON measure: FIGURE_MEASURE_PERSONS key_positions: "principal" }
definitions { figure: "team-leaders-required" kind: RECORD_KIND_PERSON measure: FIGURE_MEASURE_PERSONS key_positions: "team-leader" }
definitions {
  figure: "principals-trained" kind: RECORD_KIND_TRAINING measure: FIGURE_MEASURE_PERSONS key_positions: "principal" results: TRAINING_RESULT_PASSED
}
definitions {
  figure: "team-leaders-trained" kind: RECORD_KIND_TRAINING measure: FIGURE_MEASURE_PERSONS key_positions: "team-leader" results: TRAINING_RESULT_PASSED
}
definitions { figure: "pneumoconiosis-cases" kind: RECORD_KIND_DISEASE measure: FIGURE_MEASURE_PERSONS pneumoconiosis_only: true any_industry: true }
TEXT
}

exchange_records() {
  if [[ $(answer office '.agreements | length' agreement list --plan "$plan") -gt 0 ]]; then
    printf 'records: already there\n'
    return
  fi
  mkdir -p "$records_folder"
  "$root/deploy/lib/demo_records.py" "$records_folder" "$(TZ=Asia/Shanghai date +%F)"
  send_records hrss persons
  send_records emergency training
  send_records housing accidents-housing
  send_records transport accidents-transport
  send_records hrss injuries
  send_records health cards
  send_records market-regulation employers
  agree_all  # once the records are there: a run that breaks off before is carried on, and no reconciliation misses what is on its way
  define_figures
  as office --timeout 60s discrepancy find --plan "$plan" >/dev/null
  as "$(answer office '.discrepancies[0].owner.department' discrepancy list --plan "$plan" --rule application-without-decision)" discrepancy explain \
    "$(answer office '.discrepancies[0].name' discrepancy list --plan "$plan" --rule application-without-decision)" --reason "等待司法结论，时限中止" >/dev/null
  printf 'records of four departments: %d contradictions, %d uncertain links\n' "$(answer office '.discrepancies | length' discrepancy list --plan "$plan")" \
    "$(answer office '.links // [] | length' link list --plan "$plan")"
}
