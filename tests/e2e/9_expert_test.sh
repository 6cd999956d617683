#!/usr/bin/env bash
# Experts: from the nomination to the rated engagement, with a draw that is redone offline, and what is refused on the way.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

pool=plans/gaoping-2021-2025/pools/professional
party=91350100M000100Y43

# id_number YYYYMMDD NNN: a well-formed citizen ID of nobody.
id_number() {
  local digits=140581$1$2 weights=(7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2) sum=0 i
  for i in {0..16}; do sum=$((sum + ${digits:i:1} * weights[i])); done
  printf '%s%s' "$digits" "$(cut -c $((sum % 11 + 1)) <<<10X98765432)"
}

# expert NUMBER [LINE...]: the textproto of a nomination by emergency management; further lines come on top.
expert() {
  cat <<TEXT
pool: "$pool"
display_name: "专家$1"
identifying_data { id_number: "$(id_number 19800301 "$(printf '%03d' "$1")")" phone: "13800000000" email: "expert-$1@experts.example" }
specialties: "work-safety" specialties: "occupational-health"
industries: "coal-mining"
region: "140581"
employer { credit_code: "91140581MA00000015" display_name: "示例单位" }
professional_title: "正高级工程师" title_grade: TITLE_GRADE_SENIOR
practice_start_date { year: 2004 month: 7 day: 1 }
consent_date { year: 2025 month: 5 day: 1 }
nominator { department: "emergency" }
topics: "粉尘防治"
TEXT
  printf '%s\n' "${@:2}"
}

# engagement SECONDS LENGTH PANEL [LINE...]: the textproto of a project review that starts in so many seconds.
engagement() {
  cat <<TEXT
pool: "$pool"
kind: ENGAGEMENT_KIND_PROJECT_REVIEW
subject: "粉尘治理项目立项评审"
requesting_department: "housing"
region: "140581"
parties { credit_code: "$party" display_name: "示例公司" }
panel_size: $3
start_time { seconds: $(($(date +%s) + $1)) }
end_time { seconds: $(($(date +%s) + $1 + $2)) }
place: "第一会议室"
response_period { seconds: 3600 }
TEXT
  printf '%s\n' "${@:4}"
}

nominate() { expert "$@" | answer emergency .name expert nominate -; }
create() { engagement "$@" | answer housing .name engagement create -; }

# refused NAME IDENTITY CODE[/FIELD] TEXT VERB...: the verb, with TEXT on its standard input, is refused.
refused() {
  printf '%s\n' "$4" >"$scratch/input"
  expect_error "$1" "$2" "$3" "${@:5}" "$scratch/input"
}

# Nomination and review.
refused "a masked ID number is none" emergency INVALID_ARGUMENT/expert.identifying_data.id_number \
  "$(expert 1 | sed 's/id_number: "[^"]*"/id_number: "1****************X"/')" expert nominate
refused "an employer's credit code is checked" emergency INVALID_ARGUMENT/expert.employer.credit_code \
  "$(expert 1 | sed 's/91140581MA00000015/91140581MA00000016/')" expert nominate
refused "a department nominates for itself" housing PERMISSION_DENIED "$(expert 1)" expert nominate
experts=()
for number in {1..7}; do experts+=("$(nominate "$number")"); done
expect_json "answers are masked" auditor '.identifyingData.idNumber | test("^1[*]{16}[0-9X]$")' true expert show "${experts[0]}"
refused "nobody is in a pool twice" emergency ALREADY_EXISTS "$(expert 1)" expert nominate
young=$(expert 20 | sed 's/title_grade: TITLE_GRADE_SENIOR/title_grade: TITLE_GRADE_JUNIOR/' | answer emergency .name expert nominate -)
expect_error "title and years are the policy's" office FAILED_PRECONDITION expert review "$young" --decision admit
expect_json "a rejection" office .state EXPERT_STATE_REJECTED expert review "$young" --decision reject --reason "职称不符"
for name in "${experts[@]}"; do as office expert review "$name" --decision admit >/dev/null; done
expect_json "admitted for three years" office '.state + " " + (.terms | length | tostring)' "EXPERT_STATE_ACTIVE 1" expert show "${experts[0]}"
expect_json "found by a Chinese word" housing '[.experts[].name] | length' 7 expert list --pool "$pool" --query 粉尘
expect_json "composition" finance '.activeCount' 7 expert composition "$pool"
expect_error "a reveal needs a reason" office INVALID_ARGUMENT/reason expert reveal "${experts[0]}" --field phone --reason 看
expect_json "a reveal for a reason" office .identifyingData.phone 13800000000 expert reveal "${experts[0]}" --field phone --reason "核对劳务费发放信息"
repeated=(expert reveal "${experts[0]}" --field email --reason "核对劳务费发放信息" --request-id "$(cat /proc/sys/kernel/random/uuid)")
as office "${repeated[@]}" >/dev/null
as office "${repeated[@]}" >/dev/null
expect_json "each reveal is a row of the reads, also a repeated one" auditor '[.events[] | .detail] | join(" ")' "phone email email" \
  audit list --service expert --journal reads --method RevealExpert --resource "${experts[0]}"
expect_json "with the reason" auditor '[.events[] | .purpose] | unique | join(" ")' "核对劳务费发放信息" \
  audit list --service expert --journal reads --resource "${experts[0]}"
expect_equal "all are audited" 3 "$(admin_sql "SELECT count(*) FROM expert.audit_events WHERE journal = 'operations' AND method LIKE '%RevealExpert'")"
expect_equal "nothing identifying is stored in the clear" 0 \
  "$(admin_sql "SELECT count(*) FROM expert.experts WHERE position('13800000000'::bytea IN document || identity) > 0")"

# Needs that are none.
refused "a panel is odd" housing INVALID_ARGUMENT/engagement.panel_size "$(engagement 60 60 4)" engagement create
refused "a larger amount needs a larger panel" housing INVALID_ARGUMENT/engagement.panel_size \
  "$(engagement 60 60 3 'amount { currency_code: "CNY" units: 1000000 }')" engagement create
refused "seats kept fit the panel" housing INVALID_ARGUMENT/engagement.specialty_needs \
  "$(engagement 60 60 3 'specialty_needs { specialty: "work-safety" seats: 4 }')" engagement create
large=$(create 3600 60 9)
expect_error "more seats than may be drawn: the rule says how many" office FAILED_PRECONDITION draw freeze "$large"
as office engagement cancel "$large" --reason "人数不足" >/dev/null

wait_for() { for _ in {1..160}; do "$@" && return; sleep 0.5; done; return 1; }

# Two engagements: one is answered and rated, one is left unanswered. Close starts keep this test short.
unanswered=$(create 45 3600 3)
expect_error "nothing is drawn before the freeze" office FAILED_PRECONDITION draw run "$unanswered"
witness_key=$scratch/witness.pem
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$witness_key" 2>/dev/null
nonce_of() { printf '%s\n' draw nonce "$1" --key "$witness_key" --note "$scratch/${1##*/}.nonce.json"; }
mapfile -t give < <(nonce_of "$unanswered")
expect_error "nor given a nonce" observer NOT_FOUND "${give[@]}"
as office draw freeze "$unanswered" >/dev/null
expect_error "the observer's nonce is needed" office FAILED_PRECONDITION draw run "$unanswered"
expect_error "signed with a key that stands in the ledger" observer FAILED_PRECONDITION "${give[@]}"
as observer ledger register-key --plan gaoping-2021-2025 --key "$witness_key" >/dev/null
expect_json "the nonce draws and invites" observer '.panel | length' 3 "${give[@]}"
check "sent again, it is the same one" as observer "${give[@]}"
expect_error "drawn once" office ALREADY_EXISTS draw run "$unanswered"

meeting=$(create 50 5 3)
as office draw freeze "$meeting" >/dev/null
expect_json "the seed stays secret until the draw" observer .seed null draw show "$meeting" --save "$scratch/frozen.json"
check "a frozen draw verifies offline" as auditor draw verify "$scratch/frozen.json"
expect_equal "the freeze stands in the ledger" FACT_KIND_DRAW_FROZEN "$(answer auditor '.receipt.entry' draw show "$meeting" |
  base64 -d | grep -aoq "$meeting/draw" && echo FACT_KIND_DRAW_FROZEN)"
# owed IDENTITY DEPARTMENT NAME KIND: the list of duties has it, by name, among those that the department owes now.
owed() {
  [[ $(answer "$1" "[.duties[]? | select(.resource == \"$3\" and .kind.id == \"$4\")] | length" duty list --department "$2") -eq 1 ]]
}
settled() { ! owed "$@"; }
check "the observer's list of duties has the nonce" wait_for owed observer union "$meeting/draw" draw-nonce
mapfile -t give < <(nonce_of "$meeting")
as observer "${give[@]}" --nonce "$(printf '5a%.0s' {1..32})" >/dev/null
note=$scratch/${meeting##*/}.nonce.json
expect_json "the list says which attempt it is" auditor .attempt 2 engagement show "$meeting"
check "until it is given" wait_for settled observer union "$meeting/draw" draw-nonce
check "and the office's has the answers that are open" wait_for owed office hrss "$meeting" invitation-answers
told() { [[ $(answer office '[.invitations[] | select(.responseDeadline)] | length' engagement show "$meeting") -ge 3 ]]; }
check "the panel is told" wait_for told
mapfile -t seats < <(answer office '.invitations[].expert' engagement show "$meeting")
as office engagement respond "$meeting" --expert "${seats[0]}" --decline --reason "出差" --by phone >/dev/null
mapfile -t seats < <(answer office '.invitations[] | select(.state == "INVITATION_STATE_INVITED").expert' engagement show "$meeting")
for name in "${seats[@]}"; do as office engagement respond "$meeting" --expert "$name" --accept --by phone >/dev/null; done
expect_json "the next in order took the seat" housing '.state + " " + (.invitations | length | tostring)' \
  "ENGAGEMENT_STATE_CONFIRMED 4" engagement show "$meeting"
check "until all have answered" wait_for settled office hrss "$meeting" invitation-answers
expect_error "an answer is given once" office FAILED_PRECONDITION engagement respond "$meeting" --expert "${seats[0]}" --accept --by phone
expect_error "an answer says how it came" office INVALID_ARGUMENT/channel engagement respond "$meeting" --expert "${seats[0]}" --accept --by token
expect_error "another department's engagement" emergency PERMISSION_DENIED engagement show "$meeting"

# The draw, redone by a program that asks nobody.
expect_json "the draw has everything" auditor '.order | length' 4 draw show "$meeting" --save "$scratch/draw.json"
offline() { env -i PATH="$PATH" "$cli" draw verify "$@"; }
check "it verifies offline" offline "$scratch/draw.json"
check "against the ledger's keys and the observer's note" offline "$scratch/draw.json" --ledger-key "$cert_dir/ledger.pem" --note "$note"
check "and can be put on paper" as office draw form "$meeting" "$scratch/draw.docx"
check "and is the one stored" as auditor draw verify --online "$scratch/draw.json"
forged() {
  local status=0
  jq "$1" "$scratch/draw.json" >"$scratch/forged.json"
  offline "$scratch/forged.json" || status=$?
  [[ $status -eq 3 ]]
}
check "a nonce that was ground is found" forged '.witness.nonce = .seed'
check "a freeze that is in no ledger is found" forged 'del(.receipt)'
check "another panel is found" forged '.panel[0].expert = "experts/other"'
check "another seed is found" forged '.seed = .witness.nonce'
check "another successor is found" forged '.departures[0].successor = .order[0].expert'

# Mails, the deadline, and the rating.
invited() { [[ $(answer office '[.deliveries[]? | select(.subject | test("专家邀请"))] | length' delivery list) -ge 6 ]]; }
check "the invited are told" wait_for invited
check "with the appointment as a calendar file" grep -rlq "text/calendar" "$mail_dir"
clocks() { [[ $(answer office '[.invitations[] | select(.notifyTime and .responseDeadline)] | length' engagement show "$unanswered") -ge 3 ]]; }
check "the time to answer begins with the delivery" wait_for clocks
ended() { [[ $(answer office '[.deliveries[]? | select(.subject | test("已登记您不能参加"))] | length' delivery list) -ge 1 ]]; }
check "who declined is told what was recorded" wait_for ended
replaced() {
  [[ $(answer office '[.invitations[] | select(.state == "INVITATION_STATE_EXPIRED")] | length' engagement show "$unanswered") -ge 1 ]]
}
check "who does not answer by the start is replaced" wait_for replaced
as auditor draw show "$unanswered" --save "$scratch/replaced.json" >/dev/null
check "and the record of it can be redone" offline "$scratch/replaced.json"
held() { [[ $(answer office .state engagement show "$meeting") == ENGAGEMENT_STATE_HELD ]]; }
check "held once its end has passed" wait_for held
scores=()
for name in "${seats[@]}"; do scores+=(--score "$name=88"); done
expect_error "somebody is not rated" housing INVALID_ARGUMENT/ratings engagement rate "$meeting" --score "${seats[0]}=88"
expect_json "rated, with the fee of the title" housing '.state + " " + .ratings[0].fee.units' "ENGAGEMENT_STATE_RATED 1500" \
  engagement rate "$meeting" "${scores[@]}"
expect_json "the running score" office '.rating.scoreSum' 88 expert show "${seats[0]}"

# A breach.
expect_json "removed and barred" office .state EXPERT_STATE_REMOVED \
  expert remove "${experts[6]}" --cause leak --reason "泄露评审意见"
refused "who is barred is not nominated again" emergency FAILED_PRECONDITION "$(expert 7)" expert nominate
expect_equal "refusals are audited" t "$(admin_sql "SELECT count(*) > 10 FROM expert.audit_events WHERE detail LIKE 'refused: %'")"
