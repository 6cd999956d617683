# The local CA, the certificates of services and people, the ledger's signing key, and the keys of encrypted fields and of sessions.
#
#   ensure_certificate emergency            # certs/emergency.crt, .key: a liaison officer of the local region
#   ensure_certificate emergency@530000     # the same in another region
#   ensure_certificate emergency+zhang-wei  # one person of them, by name; also emergency@530000+zhang-wei
#   ensure_certificate submission           # a service
#
# A certificate's URI SAN says who it is. Keys are made once; a renewal signs the same key again, so that replacing one file is enough
# and nobody ever reads a pair that does not match.
# shellcheck shell=bash

identity_table=$root/deploy/lib/identities
ca_key=$secret_dir/ca.key
ca_certificate=$cert_dir/ca.crt
renew_before_seconds=$((30 * 24 * 3600))

# identity_names: everybody in the table.
identity_names() { sed -e 's/#.*//' -e '/^ *$/d' "$identity_table" | awk '{print $1}'; }

# make_certificates: the step.
make_certificates() {
  local name
  ensure_ca
  ensure_ledger_key
  ensure_field_keys
  ensure_session_keys
  if [[ ! -e $denied_serials ]]; then : >"$denied_serials"; fi
  for name in "${services[@]}" edge mail $(identity_names); do ensure_certificate "$name"; done
  result "$(find "$cert_dir" -name '*.crt' | wc -l) certificates in $cert_dir"
}

ensure_ca() {
  # Where the key is kept elsewhere (docs/certificates.md), another one would only be one that fits no certificate.
  if [[ ! -s $ca_key && -s $ca_certificate ]]; then return; fi
  ensure_key "$ca_key"
  if openssl x509 -in "$ca_certificate" -noout -checkend "$renew_before_seconds" >/dev/null 2>&1; then return; fi
  openssl req -x509 -new -key "$ca_key" -sha256 -days 3650 -subj "/O=$trust_domain/CN=local CA" -out "$ca_certificate.new" \
    -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign"
  mv "$ca_certificate.new" "$ca_certificate"
}

# need_ca_key NAME: ends the command where nothing can be signed.
need_ca_key() {
  [[ -s $ca_key ]] || fail "$1 needs a certificate, and the authority's key is not here" \
    "bring $ca_key back from where it is kept for as long as it takes, or sign a request there (docs/certificates.md)"
}

ensure_key() {
  if [[ -s $1 ]]; then return; fi
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.new"
  mv "$1.new" "$1"
}

# The ledger's key outlives everything: receipts signed with it are verified for years. It is never made twice.
ensure_ledger_key() {
  local private=$secret_dir/ledger-signing.pem public=$secret_dir/ledger-public.pem
  if [[ ! -s $private ]]; then
    openssl genpkey -algorithm ED25519 -out "$private.new"
    mv "$private.new" "$private"
  fi
  if [[ ! -s $public ]]; then
    openssl pkey -in "$private" -pubout -out "$public.new"
    mv "$public.new" "$public"
  fi
  {
    cat "$public"
    retired_keys | xargs --no-run-if-empty cat
  } >"$ledger_keys.new"
  mv "$ledger_keys.new" "$ledger_keys"
}

# What identifies experts, and the records that departments exchange, is encrypted under these and found by the fingerprints' keys; none is
# ever made twice. To rotate, put a new line `ID HEX` on top of field-keys and keep the others.
ensure_field_keys() {
  local prefix
  for prefix in "" exchange-; do
    if [[ ! -s $secret_dir/${prefix}field-keys ]]; then
      printf 'k%s %s\n' "$(date +%Y%m%d)" "$(openssl rand -hex 32)" >"$secret_dir/${prefix}field-keys.new"
      mv "$secret_dir/${prefix}field-keys.new" "$secret_dir/${prefix}field-keys"
    fi
    if [[ ! -s $secret_dir/${prefix}fingerprint-key ]]; then
      openssl rand -hex 32 >"$secret_dir/${prefix}fingerprint-key.new"
      mv "$secret_dir/${prefix}fingerprint-key.new" "$secret_dir/${prefix}fingerprint-key"
    fi
  done
}

# The portal's sessions in Redis are sealed under these, by all its replicas (services/portal/domain/session/record_seal.h). Another one signs
# everybody out, and does no other harm.
ensure_session_keys() {
  if [[ -s $secret_dir/session-keys ]]; then return; fi
  openssl rand -hex 32 >"$secret_dir/session-keys.new"
  mv "$secret_dir/session-keys.new" "$secret_dir/session-keys"
}

# ensure_certificate NAME: makes or renews a certificate where it is missing, of another CA, or has less than 30 days left.
ensure_certificate() {
  local name=$1 certificate=$cert_dir/$1.crt profile
  if certificate_is_good "$certificate"; then return; fi
  profile=$(certificate_profile "$name")
  need_ca_key "$name"
  ensure_key "$cert_dir/$name.key"
  openssl req -x509 -CA "$ca_certificate" -CAkey "$ca_key" -key "$cert_dir/$name.key" -sha256 -days 365 \
    -config <(printf '%s\n' "$profile") -out "$certificate.new"
  mv "$certificate.new" "$certificate"
}

# certificate_is_good CERTIFICATE: whether it is of this CA and has 30 days left.
certificate_is_good() {
  openssl x509 -in "$1" -noout -checkend "$renew_before_seconds" >/dev/null 2>&1 &&
    openssl verify -CAfile "$ca_certificate" "$1" >/dev/null 2>&1
}

# certificate_is_good_today CERTIFICATE: the same, but openssl is asked once a day, and again when the certificate or the CA is another: asking
# costs more than the call that follows.
certificate_is_good_today() {
  local answer=$1.good today question
  if [[ ! -r $1 || ! -r $ca_certificate ]]; then return 1; fi
  printf -v today '%(%F)T' -1
  question="$today $(<"$1") $(<"$ca_certificate")"
  if [[ -r $answer && $(<"$answer") == "$question" ]]; then return; fi
  certificate_is_good "$1" && printf '%s\n' "$question" >"$answer"
}

# sign_request REQUEST NAME[@REGION][+PERSON]: prints a certificate for the key of a request that was made elsewhere. Who it is for says the
# second word; what the request asks for beside its key is ignored.
sign_request() {
  local request=$1 name=$2 profile public
  if is_service "$name"; then fail "\"$name\" is a service" "requests are for persons: $(identity_names | tr '\n' ' ')"; fi
  # Proves that whoever made the request has the key.
  openssl req -in "$request" -noout -verify >/dev/null 2>&1 || fail "$request is no certificate request that verifies" "openssl req -new -key KEY -subj /CN=NAME -out REQUEST"
  public=$(openssl req -in "$request" -noout -pubkey)
  openssl pkey -pubin -noout -text <<<"$public" | grep -qE 'P-256|P-384|ED25519|\(([2-9]|[1-9][0-9])[0-9]{3} bit\)' ||
    fail "the key in $request is too weak, or of a kind that TLS here does not take" "P-256 (openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256), or RSA of 2048 bits"
  profile=$(certificate_profile "$name")
  need_ca_key "$name"
  openssl x509 -req -in "$request" -CA "$ca_certificate" -CAkey "$ca_key" -sha256 -days 365 -set_serial "0x$(openssl rand -hex 16)" \
    -extfile <(printf '%s\n' "$profile") -extensions extensions 2>/dev/null
}

# deny_certificate FILE: nobody gets in with it any more, from the next call on.
deny_certificate() {
  local serial
  serial=$(openssl x509 -in "$1" -noout -serial) || fail "$1 is no certificate" "a file in PEM; without it, the serial number from a log line goes into $denied_serials"
  if ! grep -qxF "$serial" "$denied_serials" 2>/dev/null; then printf '%s\n' "$serial" >>"$denied_serials"; fi
}

# certificate_profile NAME: what the certificate says, as OpenSSL's configuration. Services serve and call; people only call.
certificate_profile() {
  local name=$1 usage=clientAuth uri names=""
  if is_service "$name"; then
    usage=serverAuth,clientAuth
    uri=spiffe://$trust_domain/service/$name
    names=,DNS:localhost,DNS:$name,IP:127.0.0.1
  else
    uri=$(person_uri "$name")
  fi
  cat <<PROFILE
[req]
prompt = no
distinguished_name = subject
x509_extensions = extensions
[subject]
O = $trust_domain
CN = ${name:0:64}
[extensions]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = $usage
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = URI:$uri$names
PROFILE
}

# is_service NAME: whether it is a process of the suite's that serves and calls; all others are persons.
is_service() { [[ " ${services[*]} edge mail " == *" $1 "* ]]; }

# person_uri NAME[@REGION][+PERSON]
person_uri() {
  local name=$1 region=$local_region person="" department role
  if [[ $name == *+* ]]; then
    person=${name#*+}
    name=${name%%+*}
    [[ ${#person} -le 63 && $person =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]] ||
      fail "\"$person\" does not name a person" "at most 63 lower-case letters, digits and single hyphens, such as emergency+zhang-wei"
    person=/person/$person
  fi
  if [[ $name == *@* ]]; then
    region=${name#*@}
    name=${name%%@*}
  fi
  [[ $region =~ ^[0-9]{6}$ ]] || fail "\"$region\" is not a region code" "six digits of GB/T 2260, such as emergency@530000"
  read -r department role < <(awk -v name="$name" '$1 == name {print $2, $3}' "$identity_table") ||
    fail "there is no identity \"$name\"" "one of: $(identity_names | tr '\n' ' ')"
  printf 'spiffe://%s/region/%s/department/%s/role/%s%s' "$trust_domain" "$region" "$department" "$role" "$person"
}
