# Roles, schemas and Sqitch: the database's shape, always by an administrator, never by a service.
#
# Each service keeps its changes in services/<service>/migrations (sqitch.plan, deploy/, verify/, revert/) and its own register of what
# was deployed in the schema sqitch_<service>. How to write one: deploy/README.md, "Migrations".
# shellcheck shell=bash

# migrate_database: the step. Deploys what is new and verifies it; a change that fails its verification is taken back.
migrate_database() {
  local service
  use_database_url "$(admin_database_url)"
  check_collation
  for service in "${services[@]}"; do
    create_role_and_schema "$service"
    run_sqitch "$service" deploy --verify
  done
  result "database $database_name is up to date"
}

# Keys, pages and ranges of division codes are compared byte by byte, here and in the services: a database that orders texts by a language's
# rules would leave out rows between two pages, and find a range's rows elsewhere.
check_collation() {
  local order
  order=$(run_psql --tuples-only --no-align --command="SELECT datlocprovider::text || ' ' || datcollate FROM pg_database WHERE datname = current_database()")
  if [[ ! $order =~ ^c\ (C|POSIX|C\.UTF-8|C\.utf8)$ ]]; then
    fail "the database orders texts by \"${order#* }\" (provider ${order%% *}), not byte by byte" \
      "make it anew: CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
  fi
}

create_role_and_schema() {
  local verifier
  verifier=$(secret "lianfang_$1" | /usr/bin/python3 "$root/deploy/lib/scram_verifier.py")
  run_psql --output=/dev/null --set=service="$1" --set=role="lianfang_$1" --set=verifier="$verifier" --file="$root/deploy/lib/roles.sql"
}

# run_sqitch SERVICE COMMAND...: Sqitch on the service's migrations and the database in use.
run_sqitch() {
  local service=$1 migrations=$root/services/$1/migrations
  shift
  if [[ ! -e $migrations/sqitch.plan ]]; then
    fail "$migrations has no sqitch.plan" "write the service's first migration (deploy/README.md, \"Migrations\")"
  fi
  printf '%s:\n' "$service"
  # Who deployed is in Sqitch's register; without these it would make up an address from the host's name.
  SQITCH_FULLNAME=${SQITCH_FULLNAME:-Lianfang} SQITCH_EMAIL=${SQITCH_EMAIL:-lianfang@lianfang.example} \
    sqitch --chdir "$migrations" "$1" --target "$(database_url db:pg)" --registry "sqitch_$service" "${@:2}"
}
