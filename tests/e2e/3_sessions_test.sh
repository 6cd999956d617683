#!/usr/bin/env bash
# Who has no good certificate gets no session, at any of the services.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/certificates.sh"

# make_stranger: a CA of its own, with the same names in it, and a certificate for the office.
make_stranger() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 10 -subj "/O=$trust_domain/CN=local CA" \
    -keyout "$scratch/stranger-ca.key" -out "$scratch/stranger-ca.crt" 2>/dev/null
  openssl req -x509 -CA "$scratch/stranger-ca.crt" -CAkey "$scratch/stranger-ca.key" -key "$cert_dir/office.key" -days 10 \
    -config <(certificate_profile office) -out "$scratch/stranger.crt"
}

# make_expired: the office's certificate by the right CA, a day over.
make_expired() {
  mkdir "$scratch/ca"
  : >"$scratch/ca/index"
  openssl req -new -key "$cert_dir/office.key" -subj "/O=$trust_domain/CN=office" -out "$scratch/expired.csr"
  openssl ca -batch -notext -config <(
    certificate_profile office
    printf '[ca]\ndefault_ca = local\n[local]\ndatabase = %s\nrand_serial = yes\ndefault_md = sha256\npolicy = any\nx509_extensions = extensions\n' \
      "$scratch/ca/index"
    printf 'new_certs_dir = %s\nunique_subject = no\n[any]\nO = optional\nCN = supplied\n' "$scratch/ca"
  ) -cert "$ca_certificate" -keyfile "$ca_key" -startdate "$(date -u -d '10 days ago' +%Y%m%d%H%M%SZ)" \
    -enddate "$(date -u -d yesterday +%Y%m%d%H%M%SZ)" -in "$scratch/expired.csr" -out "$scratch/expired.crt" 2>/dev/null
}

# session SERVICE [CERTIFICATE]: exits 0 when a session comes about, 3 when the service refuses it.
session() {
  local credentials=()
  if [[ -n ${2:-} ]]; then credentials=("$2" "$cert_dir/office.key"); fi
  /usr/bin/python3 "$here/tls_session.py" "$(service_port grpc "$1")" "$ca_certificate" "${credentials[@]}"
}

refused() {
  local status=0
  session "$@" || status=$?
  [[ $status -eq 3 ]]
}

make_stranger
make_expired
for service in "${services[@]}"; do
  check "$service: a good certificate gets a session" session "$service" "$cert_dir/office.crt"
  check "$service: no certificate gets none" refused "$service"
  check "$service: a certificate of another CA gets none" refused "$service" "$scratch/stranger.crt"
  check "$service: an expired certificate gets none" refused "$service" "$scratch/expired.crt"
done
