# Roles, schemas and Sqitch: the database's shape, always by an administrator, never by a service.
#
#   LIANFANG_DATABASE_WAIT   seconds that the server, the database and the administrator's role are waited for; default 60
#
# Each service keeps its changes in services/<service>/migrations (sqitch.plan, deploy/, verify/, revert/) and its own register of what
# was deployed in the schema sqitch_<service>. How to write one: deploy/README.md, "Migrations".
# shellcheck shell=bash

database_wait=${LIANFANG_DATABASE_WAIT:-60}

# await_database: waits until the server takes changes of the administrator, and says for what it waits whenever that changes. A cluster's
# operator makes the secret first, then the server, the database and the role, and then gives the role its rights.
await_database() {
  local missing told="" end=$((SECONDS + database_wait))
  while true; do
    missing=$(what_is_missing)
    if [[ -z $missing ]]; then return; fi
    if [[ $missing != "$told" ]]; then printf 'waiting for %s\n' "$missing"; fi
    told=$missing
    if ((SECONDS >= end)); then
      fail "waited $database_wait s for $missing" "see why it does not come; LIANFANG_DATABASE_WAIT waits longer"
    fi
    sleep 1
  done
}

# what_is_missing: prints what the changes have to wait for; nothing where they can be made. An answer that is none of these says so itself.
what_is_missing() {
  local answer role=${database_user:-the administrator}
  answer=$(PGCONNECT_TIMEOUT=5 run_psql --tuples-only --no-align --command="SELECT CASE
    WHEN pg_is_in_recovery() THEN 'the server $database_server to become the primary'
    WHEN NOT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user)
      THEN format('the role %s to be given CREATEROLE', current_user)
    WHEN NOT has_database_privilege(current_database(), 'CREATE')
      THEN format('the role %s to be given CREATE on the database %s', current_user, current_database())
    ELSE '' END" 2>&1) && { printf '%s' "$answer"; return; }
  case $answer in
    *"database \""*"\" does not exist"*) printf 'the database %s' "$database_name" ;;
    *"password authentication failed"* | *"role \""*"\" does not exist"* | *"is not permitted to log in"*)
      printf 'the role %s and its password' "$role" ;;
    *) printf 'the server %s: %s' "$database_server" "$(last_reason "$answer")" ;;
  esac
}

# last_reason TEXT: why libpq could not connect, without the address before it.
last_reason() { head -n 1 <<<"$1" | sed -E 's/^.* failed: (FATAL: +)?//'; }

# migrate_database: the step. Deploys what is new and verifies it; a change that fails its verification is taken back.
migrate_database() {
  local service
  use_database_url "$(admin_database_url)"
  await_database
  check_collation
  for service in $(database_services); do
    create_role_and_schema "$service"
    deploy_changes "$service"
    show_changes "$service"
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

# deploy_changes SERVICE: what is new, unless the schema is of a later version already: the way back from an upgrade leaves it, since it only has
# more than this version needs. Sqitch itself refuses a register with changes that its plan has not.
deploy_changes() {
  local later
  later=$(later_changes "$1")
  if [[ -z $later ]]; then
    run_sqitch "$1" deploy --verify
  elif grep -q '^contract_' <<<"$later"; then
    fail "the schema $1 is of a later version, which has taken away what this one needs: $(grep '^contract_' <<<"$later" | paste -s -d ,)" \
      "deploy the later version again, or restore the database of before (deploy/restore)"
  else
    printf '%s:\nof a later version, left as it is: %s\n' "$1" "$(paste -s -d , <<<"$later")"
  fi
}

# later_changes SERVICE: changes that are deployed and not in this checkout's plan, one a line.
later_changes() {
  if [[ -z $(run_psql --tuples-only --no-align --command="SELECT to_regclass('sqitch_$1.changes')") ]]; then return; fi
  comm -23 <(run_psql --tuples-only --no-align --command="SELECT DISTINCT change FROM sqitch_$1.changes" | sort) \
    <(sed -n 's/^\([a-z][^ ]*\).*/\1/p' "$root/services/$1/migrations/sqitch.plan" | sort -u)
}

# show_changes SERVICE: lets the service see which changes are deployed, by which it knows whether it can work (common/schema_check.h).
show_changes() {
  run_psql --output=/dev/null --command="GRANT USAGE ON SCHEMA sqitch_$1 TO lianfang_$1; GRANT SELECT ON sqitch_$1.changes TO lianfang_$1"
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
