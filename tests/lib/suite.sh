# A private suite for tests: deploy/up's own machinery, in a directory and on ports of its own.
# shellcheck shell=bash

# choose_ports: the first base whose ports are all free, so that test runs and a running suite do not meet.
choose_ports() {
  export LIANFANG_PORT_BASE
  for LIANFANG_PORT_BASE in {17100..29900..100}; do
    source "$root/deploy/lib/settings.sh"
    if [[ -z $(foreign_listeners) ]]; then return; fi
  done
  fail "no hundred ports in a row are free between 17100 and 29999" "stop what listens there (ss -ltn)"
}

# start_test_servers: PostgreSQL, Redis, certificates and the mail catcher, and a database of the tests' own: the suite's is for the
# end-to-end line. What the tests need to find them (labels `store` and `integration`) is exported.
start_test_servers() {
  local database service
  choose_ports
  "$root/deploy/up" --servers
  use_database_url "$(admin_database_url)"
  run_psql --command="CREATE DATABASE lianfang_test"
  database=$(admin_database_url)
  export LIANFANG_TEST_DATABASE_URL=${database%/*}/lianfang_test
  check "migrations on an empty database" env LIANFANG_DATABASE_URL="$LIANFANG_TEST_DATABASE_URL" "$root/deploy/migrate"
  use_database_url "$LIANFANG_TEST_DATABASE_URL"
  for service in $(database_services); do
    export "LIANFANG_TEST_${service^^}_DATABASE_URL=$(service_database_url "$service")"
  done
  LIANFANG_TEST_REDIS_URL=$(redis_url)
  LIANFANG_TEST_SMTP_URL=$(smtp_url)
  LIANFANG_TEST_SMTP_CA=$(smtp_ca)
  export LIANFANG_TEST_REDIS_URL LIANFANG_TEST_SMTP_URL LIANFANG_TEST_SMTP_CA
  export LIANFANG_TEST_MAIL_DIR=$mail_dir LIANFANG_TEST_CERTS=$cert_dir
}
