#!/usr/bin/env bash
# Files attached to returns, from the clerk's disk into the ledger and back; and the mails that confirm what was filed, accepted and sent back.
# On plans of their own, which ask for confirmations.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

plan="files-exercise"
in_plan=(--plan "$plan")
coal=2019-140581-coal-mining
quarry=2019-140581-non-coal-mining
liaison=emergency+zhang-wei
figures=(--figure accidents=41 --figure deaths=5 --figure injured=45)

sed "s/gaoping-2021-2025/$plan/" "$root/deploy/plans/gaoping-2021-2025.textproto" >"$scratch/plan.textproto"
printf 'confirmations: CONFIRMATIONS_EACH_FILING\n' >>"$scratch/plan.textproto"
expect_json "a plan that confirms each filing" office '.plan.confirmations' CONFIRMATIONS_EACH_FILING plan publish "$scratch/plan.textproto"

# --- Files
printf '%%PDF-1.7\n%s\n%%%%EOF\n' "$(head -c 1200000 /dev/urandom | base64 --wrap=0)" >"$scratch/报送表扫描件.pdf"
add=(evidence add "$coal" "$scratch/报送表扫描件.pdf" "${in_plan[@]}")
expect_error "nothing is attached to what was not filed" "$liaison" NOT_FOUND "${add[@]}"
as "$liaison" return submit "${in_plan[@]}" "${figures[@]}" --obligation "$coal" >/dev/null
expect_error "nor by another department" housing PERMISSION_DENIED "${add[@]}"
request=$(cat /proc/sys/kernel/random/uuid)
hash=$(sha256sum "$scratch/报送表扫描件.pdf" | cut -c 1-64)
expect_json "a scan of more than a megabyte" "$liaison" '.evidence[0].file | .type + " " + .displayName' "FILE_TYPE_PDF 报送表扫描件.pdf" \
  "${add[@]}" --request-id "$request"
expect_error "the same again under another id" "$liaison" FAILED_PRECONDITION "${add[@]}"
expect_json "its hash is in the return" office '.evidence[0].file.sha256' "$(python3 -c "import base64, sys; print(base64.b64encode(bytes.fromhex(sys.argv[1])).decode())" "$hash")" evidence list "$coal" "${in_plan[@]}"
sequence=$(answer office '.evidence[0].ledgerSequence' evidence list "$coal" "${in_plan[@]}")
check "and in the ledger, under a receipt" grep -qF "$hash" <(as auditor receipt show "${in_plan[@]}" --sequence "$sequence")
check "the ledger verifies here, entry by entry" as auditor ledger verify "${in_plan[@]}"
check "and by the service, with all that is stored beside it" as auditor ledger audit "${in_plan[@]}"
(cd "$scratch" && mkdir -p got && cd got && as office evidence get "$coal" 1 "${in_plan[@]}" >/dev/null)
check "it comes back as it was" cmp "$scratch/报送表扫描件.pdf" "$scratch/got/报送表扫描件.pdf"
expect_equal "and replaces nothing that is there" 2 "$(cd "$scratch/got" && as office evidence get "$coal" 1 "${in_plan[@]}" >/dev/null 2>&1 || echo $?)"
expect_error "another department does not read it" housing PERMISSION_DENIED evidence list "$coal" "${in_plan[@]}"
expect_json "who read it is in the audit" auditor '[.events[] | select(.method | endswith(".ReadEvidence"))] | length > 2' true \
  audit list --service submission --journal reads

(cd "$scratch" && printf 'x' >x.txt && python3 -c 'import zipfile; zipfile.ZipFile("archive.pdf", "w").write("x.txt")')
expect_error "a zip that is called .pdf" "$liaison" INVALID_ARGUMENT/name evidence add "$coal" "$scratch/archive.pdf" "${in_plan[@]}"
printf '%%PDF-1.7\nanother\n%%%%EOF\n' >"$scratch/picture.png"
expect_error "a PDF that is called .png" "$liaison" INVALID_ARGUMENT/name evidence add "$coal" "$scratch/picture.png" "${in_plan[@]}"
head -c $((20 * 1024 * 1024 + 1)) /dev/zero >"$scratch/large.pdf"
expect_equal "20 MiB and one byte are not even sent" 2 \
  "$(as "$liaison" evidence add "$coal" "$scratch/large.pdf" "${in_plan[@]}" >/dev/null 2>&1 || echo $?)"
expect_json "after all that one file is attached" office '.evidence | length' 1 evidence list "$coal" "${in_plan[@]}"

# --- Confirmations
# caught SUBJECT PROGRAM: PROGRAM (Python, the mail as `mail`) over the mails of that subject that came to the emergency department, the newest last.
caught() {
  /usr/bin/python3 - "$mail_dir" "$1" "$2" "$scratch" <<'PYTHON'
import email, email.policy, pathlib, sys
directory, subject, program, scratch = sys.argv[1:]
for path in sorted(pathlib.Path(directory).glob("*.eml"), key=lambda path: path.stat().st_mtime):
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if subject in (mail["Subject"] or "") and "emergency" in (mail["To"] or ""):
        exec(program)
PYTHON
}
# eventually_caught NAME SUBJECT: the mail is looked for until it has come, for at most a minute.
eventually_caught() {
  local end=$((SECONDS + 60))
  until [[ -n $(caught "$2" 'print(1)') || $SECONDS -ge $end ]]; do sleep 0.3; done
  check "$1" test -n "$(caught "$2" 'print(1)')"
}

as "$liaison" return submit "${in_plan[@]}" "${figures[@]}" --obligation "$quarry" >/dev/null
eventually_caught "a filing is confirmed by mail" "已收到报送：2019 高平市 非煤矿山"
expect_json "as a delivery of its own kind" office '[.deliveries[].revision] | any(endswith("/returns/2019-140581-non-coal-mining/revisions/1"))' true \
  delivery list --kind confirmation
caught "已收到报送：2019 高平市 非煤矿山" 'pathlib.Path(scratch, "confirmed.json").write_bytes(next(mail.iter_attachments()).get_payload(decode=True))'
check "its receipt is attached and verifies offline" "$cli" receipt verify "$scratch/confirmed.json" --key "$ledger_keys"
expect_equal "it is in Chinese, with the figures" 1 \
  "$(caught "已收到报送：2019 高平市 非煤矿山" 'print(mail.get_body(("plain",)).get_content())' | grep -cF "事故起数 41")"
as office return review "$quarry" "${in_plan[@]}" --decision send-back --reason 死亡人数与台账不符 >/dev/null
eventually_caught "so is what the office sends back" "报送被退回：2019 高平市 非煤矿山"
expect_equal "with its reason" 1 \
  "$(caught "报送被退回：2019 高平市 非煤矿山" 'print(mail.get_body(("plain",)).get_content())' | grep -cF 死亡人数与台账不符)"
as office return review "$coal" "${in_plan[@]}" --decision accept >/dev/null
eventually_caught "and what it accepts" "报送已审核通过：2019 高平市 煤矿"
expect_equal "each is told once" "1 1 1" "$(for subject in 已收到报送：2019\ 高平市\ 非煤矿山 报送被退回：2019\ 高平市\ 非煤矿山 报送已审核通过：2019\ 高平市\ 煤矿; do
  caught "$subject" 'print(1)' | wc -l
done | paste -s -d ' ')"

# --- Confirmations in the mail of the morning: this suite's mornings are at any hour (LIANFANG_REMINDER_HOURS)
digest="digest-exercise"
sed "s/gaoping-2021-2025/$digest/" "$root/deploy/plans/gaoping-2021-2025.textproto" >"$scratch/digest.textproto"
printf 'confirmations: CONFIRMATIONS_IN_DIGEST\n' >>"$scratch/digest.textproto"
as office plan publish "$scratch/digest.textproto" >/dev/null
sequence=$(answer "$liaison" .receipt.sequence return submit --plan "$digest" "${figures[@]}" --obligation "$coal")
# told: the recipients of the mails that tell of this receipt.
told() { caught "" "'--plan $digest --sequence $sequence ' in mail.get_body(('plain',)).get_content() and print(mail['To'])"; }
end=$((SECONDS + 60))
until [[ -n $(told) || $SECONDS -ge $end ]]; do sleep 0.3; done
check "a mail of the morning lists the filing, with the way to its receipt" test -n "$(told)"
expect_equal "once for each recipient" "" "$(told | sort | uniq -d)"
expect_equal "no mail comes for it alone" 0 "$(caught "已收到报送：2019 高平市 煤矿" "'$digest' in str(mail) and print(1)" | wc -l)"
as "$liaison" receipt show --plan "$digest" --sequence "$sequence" --save "$scratch/fetched.json" >/dev/null
check "the receipt is fetched as the mail says, and verifies offline" "$cli" receipt verify "$scratch/fetched.json" --key "$ledger_keys"
as office return review "$coal" --plan "$digest" --decision send-back --reason 请核对受伤人数 >/dev/null
end=$((SECONDS + 60))
returned() { caught 报送被退回：2019\ 高平市\ 煤矿 "'receipt-$coal' in str(mail) and print(mail['To'])"; }
until [[ -n $(returned) || $SECONDS -ge $end ]]; do sleep 0.3; done
check "what is sent back is told at once, with its receipt" test -n "$(returned)"
