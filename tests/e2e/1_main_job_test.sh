#!/usr/bin/env bash
# The line from the notice's plan to a verdict and a reminder, twice: the second run finds everything done.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

city=gaoping-2021-2025
exercise=yunnan-2022
scorecard=(scorecard show --plan "$exercise" --region 530000 --year 2022)

check "deploy/up ends with the main job done" "$root/deploy/up"

expect_json "the notice's plan: nine departments, seven rows, six data years" office \
  '[.departments, .industries, .periods | length] | join(" ")' "9 7 6" plan show "$city"
expect_json "42 obligations" office '.obligations | length' 42 obligation list --plan "$city"
# Midnight in Shanghai after the last day is 16:00 UTC on it; 2024 has a 29 February.
expect_json "their due instants" office '[.obligations[] | .period + " " + .dueTime] | group_by(.) | map("\(length) \(.[0])") | join("\n")' \
  "7 2019 2022-05-31T16:00:00Z
7 2021 2022-05-31T16:00:00Z
7 2022 2023-02-28T16:00:00Z
7 2023 2024-02-29T16:00:00Z
7 2024 2025-02-28T16:00:00Z
7 2025 2025-12-31T16:00:00Z" obligation list --plan "$city"

expect_json "verdicts of 2022" office '[.industries[] | .industry + " " + .summary.status] | sort | join("\n")' \
  "coal-mining RESULT_STATUS_NOT_ATTAINED
construction RESULT_STATUS_ATTAINED
hazardous-chemicals RESULT_STATUS_NOT_ATTAINED
non-coal-mining RESULT_STATUS_ATTAINED
transportation RESULT_STATUS_ATTAINED" "${scorecard[@]}"

# By hand from the published figures: bound = 95 % of the base, margin = whole units up to the bound less the actual value; for
# construction's accidents ⌊147.25⌋ − 108 = 39. The restated bases of construction and transportation are revision 2.
expect_json "base, bound, margin and revision of every result" office '[.results[] | [.industry, .indicator, .actual.text, .baseline.text,
    .bound.text, .margin.text, (.inputs[] | select(.role == "INPUT_ROLE_BASELINE").revisionNumber)] | join(" ")] | sort | join("\n")' \
  "coal-mining accidents 5 2 1.9 -4 1
coal-mining deaths 8 2 1.9 -7 1
construction accidents 108 155 147.25 39 2
construction deaths 121 165 156.75 35 2
hazardous-chemicals accidents 5 4 3.8 -2 1
hazardous-chemicals deaths 5 4 3.8 -2 1
non-coal-mining accidents 15 23 21.85 6 1
non-coal-mining deaths 18 25 23.75 5 1
transportation accidents 420 658 625.1 205 2
transportation deaths 441 688 653.6 212 2" "${scorecard[@]}"

expect_json "the figures before the restatement stay readable" office \
  '[.revisions[] | "\(.revision) \(.figures[] | select(.figure == "accidents").number)"] | join("\n")' "2 155
1 156" return revisions "plans/$exercise/returns/2021-530000-construction"

expect_json "May 2022: the departments are reminded of the base and of 2021" office \
  '[.previews[].items[].period] | unique | join(" ")' "2019 2021" reminder preview --plan "$city" --from 2022-05-01 --to 2022-05-31

# The mail as the catcher has it: decoded by Python's own parser, in Chinese, to a department's mailbox.
mail_is_chinese() {
  /usr/bin/python3 - "$mail_dir" <<'PYTHON'
import email, email.policy, pathlib, re, sys
mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in pathlib.Path(sys.argv[1]).glob("*.eml")]
# The integration tests before sent theirs through the same catcher, to other domains.
mails = [mail for mail in mails if mail["Delivered-To"].endswith("@gaoping.example")]
chinese = re.compile("[\u4e00-\u9fff]")
assert mails, "there is no mail"
for mail in mails:
    body = mail.get_body(preferencelist=("plain",))
    assert chinese.search(mail["Subject"]) and chinese.search(body.get_content()), mail["Subject"]
    assert body.get_content_charset() == "utf-8", body.get_content_charset()
PYTHON
}
check "the reminders that were sent are Chinese in UTF-8" mail_is_chinese

# What a second run must not change: the processes, and what is filed.
state() {
  cat "$pid_dir"/*
  admin_sql "SELECT count(*) FROM submission.ledger"
  admin_sql "SELECT count(*) FROM notification.contacts"
}
before=$(state)
check "deploy/up again ends well" "$root/deploy/up"
expect_equal "and has changed nothing" "$before" "$(state)"
