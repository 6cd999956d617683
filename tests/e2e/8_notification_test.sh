#!/usr/bin/env bash
# Notification through its real process: contacts and their deputies, notices with attachments, what holds reminders back, faults of the
# mail server's and the database's, and what each may see.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/steps.sh"
source "$root/deploy/lib/processes.sh"
source "$root/deploy/lib/ports.sh"
source "$root/deploy/lib/install.sh"
source "$root/deploy/lib/database_url.sh"
source "$root/deploy/lib/postgresql.sh"

city=gaoping-2021-2025
liaison=contacts/140581-emergency-liaison-1

# eventually_equal NAME EXPECTED IDENTITY FILTER ARGUMENT...: what another process does is looked for until it has come, for at most a minute.
eventually_equal() {
  local name=$1 expected=$2 actual end=$((SECONDS + 60))
  shift 2
  until actual=$(answer "$@" 2>&1) && [[ $actual == "$expected" ]] || [[ $SECONDS -ge $end ]]; do sleep 0.3; done
  expect_equal "$name" "$expected" "$actual"
}

# caught SUBJECT PROGRAM: PROGRAM (Python, the mail as `mail`) over the mails of that subject, the newest last.
caught() {
  /usr/bin/python3 - "$mail_dir" "$1" "$2" <<'PYTHON'
import email, email.policy, pathlib, sys
directory, subject, program = sys.argv[1:]
for path in sorted(pathlib.Path(directory).glob("*.eml")):
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if subject in (mail["Subject"] or ""):
        exec(program)
PYTHON
}

# --- Notices
printf 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n' >"$scratch/会议.ics"
title="联席会议 $RANDOM$RANDOM"
notice=(notice send --template conference-invitation --set "title=$title" --set "time=6月1日15:00" --set "place=三楼" --set "agenda=通报情况"
  --set "contact=办公室" --attach "$scratch/会议.ics")
request=$(cat /proc/sys/kernel/random/uuid)
expect_error "a department sends no notices" emergency PERMISSION_DENIED "${notice[@]}" --to "$liaison"
expect_error "a variable too few" office INVALID_ARGUMENT/variables notice send --template conference-invitation --set title=x --to "$liaison"
expect_error "an unknown template" office NOT_FOUND notice send --template none --to "$liaison"
expect_error "a mailbox with a line break" office "INVALID_ARGUMENT/recipients[0].mailbox.email" "${notice[@]}" \
  --to-mailbox $'专家=a@b.example>\r\nRCPT TO:<c@d.example'
expect_error "the office writes to nobody's mailbox of whom it knows nothing" office PERMISSION_DENIED "${notice[@]}" \
  --to-mailbox "专家甲=expert@b.example"
# mailbox_of NAME ADDRESS: a contact of the region with this mailbox.
mailbox_of() {
  as office contact put --region 140581 --department union --role liaison --name "$1" --email "$2" --output json >/dev/null
}
mailbox_of 专家甲 expert@b.example
expect_json "a notice to a contact, a role and a mailbox: each mailbox once" office '[.deliveries[].email] | sort | join(" ")' \
  "convener.emergency@gaoping.example expert@b.example liaison.emergency@gaoping.example" "${notice[@]}" --to "$liaison" \
  --to-role 140581/emergency/liaison --to-role 140581/emergency/convener --to-mailbox "专家甲=expert@b.example" --request-id "$request"
expect_json "a repeat answers the same and sends nothing" office '.deliveries | length' 3 "${notice[@]}" --to "$liaison" \
  --to-role 140581/emergency/liaison --to-role 140581/emergency/convener --to-mailbox "专家甲=expert@b.example" --request-id "$request"
eventually_equal "its mails are sent" 3 office \
  "[.deliveries[] | select(.subject // \"\" | contains(\"$title\")) | select(.state == \"DELIVERY_STATE_SENT\")] | length" \
  delivery list --kind notice
expect_equal "each with its attachment" "3" "$(caught "$title" 'print([part.get_filename() for part in mail.iter_attachments()])' |
  grep -c "会议.ics")"
expect_json "the expert's mail is nobody's department's" emergency \
  '[.deliveries[]? | select(.email == "expert@b.example")] | length' 0 delivery list --kind notice
expect_json "the changes of a mail can be watched" office '.delivery.state' DELIVERY_STATE_QUEUED delivery watch --count 1

# --- Reminders carry their due dates
expect_equal "reminders have a calendar, or nothing to come" "ok" "$(caught 工伤预防待办提醒 '
calendars = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
assert all("ORGANIZER" in part.get_content() for part in calendars)
' && echo ok)"

# --- Templates: what the office uploads is checked as at a start, in force at once, on record, and taken back
subject=zh-CN/conference-invitation.subject
printf '关于召开{{titel}}的通知\n' >"$scratch/misspelt"
printf '会议通知\r\nBcc: c@d.example\n' >"$scratch/two-lines"
printf '会议\xff\n' >"$scratch/not-utf8"
head -c 65537 /dev/zero | tr '\0' a >"$scratch/long"
printf '关于召开{{title}}的通知\n' >"$scratch/subject"
upload=(template upload --reason 统一称谓)
expect_error "a department uploads no template" emergency PERMISSION_DENIED "${upload[@]}" "$subject" "$scratch/subject"
expect_error "an operator sees no template" operator PERMISSION_DENIED template list
expect_error "an unknown variable" office INVALID_ARGUMENT/"line 1: unknown variable titel" "${upload[@]}" "$subject" "$scratch/misspelt"
expect_error "its path is the source" office INVALID_ARGUMENT/source "${upload[@]}" "$subject" "$scratch/misspelt"
expect_error "a subject of two lines" office INVALID_ARGUMENT/source "${upload[@]}" "$subject" "$scratch/two-lines"
expect_error "a template that is not UTF-8" office INVALID_ARGUMENT/source "${upload[@]}" "$subject" "$scratch/not-utf8"
expect_error "a template too long" office INVALID_ARGUMENT/65536 "${upload[@]}" zh-CN/conference-invitation.html "$scratch/long"
expect_error "a template that is not there" office NOT_FOUND "${upload[@]}" fr/conference-invitation.subject "$scratch/subject"
expect_error "a part that is not there" office INVALID_ARGUMENT/name "${upload[@]}" zh-CN/conference-invitation.text "$scratch/subject"
before=$(answer office .etag template show "$subject")
expect_json "a trial says what it would be" office .source "$(cat "$scratch/subject")" "${upload[@]}" "$subject" "$scratch/subject" --validate-only
expect_json "and changes nothing" office .origin TEMPLATE_ORIGIN_SHIPPED template show "$subject"
expect_json "an upload is a version" office '.reason + " " + (.actor | split("/") | last)' "统一称谓 office" "${upload[@]}" "$subject" \
  "$scratch/subject" --etag "$before"
expect_error "another who read the one before is told" office ABORTED "${upload[@]}" "$subject" "$scratch/subject" --etag "$before"
expect_json "it is in force" auditor .origin TEMPLATE_ORIGIN_UPLOADED template show "$subject"
expect_equal "and can be had as it is" "$(cat "$scratch/subject")" "$(as office template show --source "$subject")"
title="改称谓 $RANDOM$RANDOM"
expect_json "a notice after it" office '.deliveries | length' 1 notice send --template conference-invitation --set "title=$title" --set time=x \
  --set place=x --set agenda=x --set contact=x --to "$liaison"
eventually_equal "is written in its words" "关于召开${title}的通知" office \
  "[.deliveries[] | select(.subject // \"\" | contains(\"$title\"))] | .[0].subject" delivery list --kind notice
check "it is taken back" as office template reset "$subject" --reason 恢复
expect_error "once" office FAILED_PRECONDITION template reset "$subject" --reason 恢复
expect_json "the file counts again" office .origin TEMPLATE_ORIGIN_SHIPPED template show "$subject"
expect_json "and both are on record" auditor '[.versions[:2][] | .reason] | join(" ")' "恢复 统一称谓" template history "$subject"
expect_equal "the audit log has who, what and why" "uploaded: 统一称谓" "$(admin_sql "SELECT detail FROM notification.audit_events
  WHERE resource LIKE 'languages/%' AND detail LIKE 'uploaded%' ORDER BY sequence DESC LIMIT 1")"

# --- What a department owes
owed=plans/$city/obligations/2021-140581-dust-exposed
expect_json "the inbox begins with what is most pressing" health '.duties[0].resource + " " + .duties[0].state' \
  "plans/$city/obligations/2019-140581-dust-exposed DUTY_STATE_OVERDUE" duty list --plan "$city"
expect_json "it has the department's own only" health '[.duties[].department] | unique | join(" ")' health duty list
expect_json "the office sees everybody's" office '[.duties[].department] | unique | contains(["emergency", "health"])' true duty list --plan "$city"
expect_error "a department asks for its own" emergency PERMISSION_DENIED duty list --department health
expect_json "a duty is shown by its name" health '[.duties[] | .kind.id + " " + .state] | join(", ")' "return DUTY_STATE_OVERDUE" duty show "$owed"

# --- What holds reminders back
expect_error "what is overdue is not in hand" health FAILED_PRECONDITION reminder acknowledge "$owed" --note "正在汇总"
expect_error "nobody speaks for another department" emergency PERMISSION_DENIED reminder acknowledge "$owed"
expect_error "a department does not pause" health PERMISSION_DENIED reminder pause --plan "$city" --until 2030-01-01 --reason x
expect_error "a pause is bounded" office INVALID_ARGUMENT/pause.until_time reminder pause --plan "$city" --until 2099-01-01 --reason x
expect_json "a pause says who and why" office '(.actor | split("/") | last) + " " + .reason' "office 机构改革" \
  reminder pause --plan "$city" --department health --until "$(date -d '+30 days' +%F)" --reason 机构改革
expect_json "and is listed" auditor '[.pauses[].department] | join(" ")' health reminder pauses
expect_json "while it lasts nothing would be sent" office '[.previews[]? | select(.department == "health")] | length' 0 \
  reminder preview --plan "$city" --department health --from "$(date -d tomorrow +%F)" --to "$(date -d '+20 days' +%F)"
expect_error "a pause that ends in the past ends nothing" office INVALID_ARGUMENT/pause.until_time reminder pause --plan "$city" \
  --department health --until 2022-01-01 --reason 误填
check "it is ended" as office reminder resume --plan "$city" --department health --reason 完成
expect_error "once" office FAILED_PRECONDITION reminder resume --plan "$city" --department health --reason 完成
expect_json "and gone" auditor '[.pauses[]?] | length' 0 reminder pauses

# --- Contacts
expect_error "a deputy needs an end" office INVALID_ARGUMENT/contact.end_time contact put --region 140581 --department finance \
  --role liaison --name 代理 --email deputy@finance.example --deputy
expect_error "no address on a channel that the operator has not configured" office 'INVALID_ARGUMENT/contact.addresses[0].address' \
  contact put --region 140581 --department finance --role liaison --name 联络员 --email a@finance.example --webhook wang.li
expect_error "an order names the contact's channels" office INVALID_ARGUMENT/contact.channels contact put --region 140581 \
  --department finance --role liaison --name 联络员 --email a@finance.example --channels email,email
expect_json "what went out went by mail" office '[.deliveries[].channel] | unique | join(" ")' email delivery list --kind notice
expect_json "and nothing by a gateway" office '[.deliveries[]?] | length' 0 delivery list --channel webhook
metrics=$(curl --silent "http://127.0.0.1:$(service_port metrics notification)/metrics")
for series in 'lianfang_channel_down{channel="webhook"}' 'lianfang_messages_total{channel="webhook",state="DELIVERY_STATE_FAILED"}' \
  'lianfang_message_failures_total{channel="webhook",scope="FAILURE_SCOPE_CHANNEL"}'; do
  check "there before anything went by it: $series" grep -qF "$series 0" <<<"$metrics"
done
expect_json "the departments see their own contacts" health '[.contacts[].department] | unique | join(" ")' health contact list

# --- Another province's office
foreign=office@110000
expect_error "redirects no convener" "$foreign" PERMISSION_DENIED contact put --region 140581 --department emergency --role convener \
  --name 冒名 --email taken@b.example
expect_error "reads no contacts" "$foreign" PERMISSION_DENIED contact list --region 140581
expect_json "sees no mail" "$foreign" '[.deliveries[]? | select(.kind != "DELIVERY_KIND_ALERT")] | length' 0 delivery list
expect_error "sends none to people of this one" "$foreign" PERMISSION_DENIED "${notice[@]}" --to "$liaison"
expect_error "pauses nothing" "$foreign" PERMISSION_DENIED reminder pause --plan "$city" --until "$(date -d '+30 days' +%F)" --reason x
expect_error "changes no template" "$foreign" PERMISSION_DENIED "${upload[@]}" "$subject" "$scratch/subject"
expect_json "the prefecture's office above does see them" office@140500 '[.contacts[].region] | unique | join(" ")' 140581 contact list

# --- A mail that is refused for good: the office is told, and sends it again
refused_mailbox="refused-$RANDOM@b.example"
mailbox_of 专家乙 "$refused_mailbox"
expect_json "a notice to a mailbox that is not there" office '.deliveries | length' 1 "${notice[@]}" --to-mailbox "专家乙=$refused_mailbox"
refused=".deliveries[] | select(.email == \"$refused_mailbox\")"
eventually_equal "fails at once" "DELIVERY_STATE_FAILED 550" office "$refused | \"\\(.state) \\(.attempts[0].smtpCode)\"" delivery list
eventually_equal "and the office is told" DELIVERY_STATE_SENT office \
  "[.deliveries[] | select(.kind == \"DELIVERY_KIND_ALERT\" and (.subject // \"\" | contains(\"专家乙\")))] | .[0].state" delivery list
name=$(answer office "$refused | .name" delivery list)
expect_error "a department does not retry" emergency PERMISSION_DENIED delivery retry "$name"
expect_error "a stale etag" office ABORTED delivery retry "$name" --etag 99
message_id=$(answer office .messageId delivery show "$name")
expect_json "a retry keeps the Message-ID" office '.state + " " + .messageId' "DELIVERY_STATE_QUEUED $message_id" delivery retry "$name"
eventually_equal "and is tried again" 2 office '.attempts | length' delivery show "$name"
expect_equal "the log has the answer and no mailbox" 0 "$(grep '"message refused"' "$log_dir/notification.log" |
  grep -F "550 5.1.1 no such mailbox here" | grep -cF "$refused_mailbox")"
expect_json "all that failed today go again at once" office ".results[] | select(.name == \"$name\") | .delivery.state" DELIVERY_STATE_QUEUED \
  delivery retry --failed-since "$(date +%F)"
eventually_equal "and are tried" 2 office '[.attempts[] | 1 + (.repeats // 0)] | if add == 3 then 2 else 0 end' delivery show "$name"
expect_equal "several by name, one of them unknown: each has its own answer" 5 \
  "$(as office delivery retry "$name" no-such-delivery --output json | jq '.results[] | select(.name | endswith("no-such-delivery")) | .status.code')"

# --- The database goes away and comes back: nothing is lost, nothing doubled
title="停机期间 $RANDOM$RANDOM"
notice=(notice send --template conference-invitation --set "title=$title" --set time=x --set place=x --set agenda=x --set contact=x)
another="expert-$RANDOM@b.example"
mailbox_of 专家丙 "$another"
expect_json "a notice just before the database goes" office '.deliveries | length' 2 "${notice[@]}" --to "$liaison" \
  --to-mailbox "专家丙=$another"
stop_process postgresql INT 60
expect_error "without a database" office UNAVAILABLE contact list
check "the service stays up" "$cli" health check --target "127.0.0.1:$(service_port health notification)"
choose_postgresql_user
start_postgresql
eventually_equal "its mails go out once it is back" 2 office \
  "[.deliveries[] | select(.subject // \"\" | contains(\"$title\")) | select(.state == \"DELIVERY_STATE_SENT\")] | length" delivery list
expect_equal "each once" 2 "$(caught "$title" 'print(mail["Message-ID"])' | sort -u | wc -l)"
expect_equal "with one Message-ID each" "$(caught "$title" 'print(mail["Message-ID"])' | sort -u)" \
  "$(caught "$title" 'print(mail["Message-ID"])' | sort)"
