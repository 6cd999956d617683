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
shows_another_than() { [[ $(shown_serial "$1") != "$2" ]]; }

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
mv "$secret_dir/ledger-public.pem" "$secret_dir/ledger-retired-$(date +%Y%m%d%H%M%S).pem"
rm "$secret_dir/ledger-signing.pem"
check "deploy/up makes the ledger another key" "$root/deploy/up" --no-job
sed 's/"plans\/yunnan-2022"/"plans\/rotated"/' "$root/deploy/plans/yunnan-2022.textproto" >"$scratch/rotated.textproto"
check "what is written now is sealed with it" as office plan publish "$scratch/rotated.textproto"
check "and verifies" as auditor ledger verify --plan rotated
check "what the old key has sealed verifies, too" as auditor ledger verify --plan yunnan-2022
check "so do its receipts at the service" as emergency receipt verify "$receipt"
check "and offline, with the public keys of both" as emergency receipt verify --offline "$receipt"
