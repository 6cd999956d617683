#!/usr/bin/env bash
# Rotation, as deploy/README.md describes it: certificates while the service runs, a service's password, the ledger's key.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/processes.sh"

# shown_serial PORT: the serial number of the certificate that whoever connects is shown. The server may close first, of which openssl
# makes an error.
shown_serial() {
  {
    openssl s_client -connect "127.0.0.1:$1" -CAfile "$cert_dir/ca.crt" -cert "$cert_dir/office.crt" \
      -key "$cert_dir/office.key" </dev/null 2>/dev/null || true
  } | openssl x509 -noout -serial
}
shows_another_than() {
  local shown
  shown=$(shown_serial "$1") && [[ -n $shown && $shown != "$2" ]]
}

for name in submission edge; do
  port=$edge_port
  if [[ $name != edge ]]; then port=$(service_port grpc "$name"); fi
  before=$(shown_serial "$port")
  pid=$(process_pid "$name")
  rm "$cert_dir/$name.crt"
  check "a certificate of $name is made anew" "$root/deploy/certificates" "$name"
  check "$name shows it while it runs" wait_until 30 shows_another_than "$port" "$before"
  check "and answers those who trust the same CA" as office plan list
  expect_equal "it was not restarted" "$pid" "$(process_pid "$name")"
done

rm "$secret_dir/lianfang_expert"
others=$(process_pid evaluation)
check "deploy/up draws a service another password" "$root/deploy/up" --no-job
check "and the service uses it" as office expert list --pool plans/gaoping-2021-2025/pools/professional
expect_equal "the others go on" "$others" "$(process_pid evaluation)"

receipt=$run_dir/receipts/2021-530000-construction-first.json
cp "$secret_dir/ledger-signing.pem" "$scratch/stolen.pem"
stolen=$(jq --raw-output .seal.keyId "$receipt")
retired=$secret_dir/ledger-retired-$(date +%Y%m%d%H%M%S).pem
mv "$secret_dir/ledger-public.pem" "$retired"
rm "$secret_dir/ledger-signing.pem"
check "deploy/up makes the ledger another key" "$root/deploy/up" --no-job
sed -e 's/"plans\/yunnan-2022"/"plans\/rotated"/' -e 's/"530000"/"140581"/' "$root/deploy/plans/yunnan-2022.textproto" >"$scratch/rotated.textproto"
check "what is written now is sealed with it" as office plan publish "$scratch/rotated.textproto"
check "and verifies" as auditor ledger verify --plan rotated
check "also with all that is stored beside it" as auditor ledger audit --plan rotated
check "what the old key has sealed verifies, too" as auditor ledger verify --plan yunnan-2022
check "so do its receipts at the service" as emergency receipt verify "$receipt"
check "and offline, with the public keys of both" as emergency receipt verify --offline "$receipt"

# Whoever took a copy of the retired key signs with it what was never sealed with it. It is pinned to what it has sealed.
as auditor receipt show --plan rotated --sequence 1 --save "$scratch/genuine.json" >/dev/null
jq --raw-output .seal.seal "$scratch/genuine.json" | base64 --decode >"$scratch/seal"
openssl pkeyutl -sign -rawin -inkey "$scratch/stolen.pem" -in "$scratch/seal" -out "$scratch/signature"
jq --arg key "$stolen" --arg signature "$(base64 --wrap=0 "$scratch/signature")" '.seal.keyId = $key | .seal.signature = $signature' \
  "$scratch/genuine.json" >"$scratch/forged.json"
refused() {
  local status=0
  as emergency receipt verify --offline "$1" || status=$?
  [[ $status -eq 3 ]]
}
check "until then a forgery with it passes" as emergency receipt verify --offline "$scratch/forged.json"
check "the retired key is pinned" as auditor ledger keys --key "$stolen" "$retired"
check "the published file has it" "$root/deploy/certificates"
check "a forgery with the retired key is refused" refused "$scratch/forged.json"
check "the genuine receipt is not" as emergency receipt verify --offline "$scratch/genuine.json"
check "nor what the retired key did seal" as emergency receipt verify --offline "$receipt"
check "a ledger of both keys verifies with the file" as auditor ledger verify --plan yunnan-2022
