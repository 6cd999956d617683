# PostgreSQL URLs, taken apart so that no password is ever an argument of a program: `ps` shows arguments to everybody.
#
#   use_database_url "postgresql://admin:secret@127.0.0.1:7131/lianfang?sslmode=require"
#   psql "$(database_url postgresql)"             # libpq finds the password in the environment, PGPASSWORD
#   sqitch --target "$(database_url db:pg)" …     # so does Sqitch
# shellcheck shell=bash

# admin_database_url: the URL of an administrator of the suite's database.
admin_database_url() {
  printf '%s' "${LIANFANG_DATABASE_URL:-postgresql://lianfang_admin:$(secret postgresql)@127.0.0.1:$postgresql_port/lianfang}"
}

# use_database_url URL: takes the URL apart for the functions below, and exports its password.
use_database_url() {
  local pattern='^postgres(ql)?://(([^:@/]*)(:([^@/]*))?@)?([^/?@]+)/([^/?]+)(\?.*)?$'
  [[ $1 =~ $pattern ]] ||
    fail "the database URL is not understood" "write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE, special characters as %XX"
  database_user=${BASH_REMATCH[3]}
  database_server=${BASH_REMATCH[6]}
  database_name=${BASH_REMATCH[7]}
  database_parameters=${BASH_REMATCH[8]}
  local password=${BASH_REMATCH[5]}
  if [[ -n $password ]]; then
    PGPASSWORD=$(percent_decoded "$password")
    export PGPASSWORD
  fi
}

percent_decoded() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# database_url SCHEME: the URL in use, without its password.
database_url() {
  printf '%s://%s%s/%s%s' "$1" "${database_user:+$database_user@}" "$database_server" "$database_name" "$database_parameters"
}

# service_database_url SERVICE: what a service connects with; its own role, password included.
service_database_url() {
  printf 'postgresql://lianfang_%s:%s@%s/%s%s' "$1" "$(secret "lianfang_$1")" "$database_server" "$database_name" \
    "$database_parameters"
}

# run_psql ARGUMENT...: psql on the URL in use; the first error ends it.
run_psql() { psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 "$(database_url postgresql)" "$@"; }
