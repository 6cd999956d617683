# The suite's private PostgreSQL 15, or the one that LIANFANG_DATABASE_URL names.
#
# It listens on loopback TCP only: a Unix socket's path may be too long in a deep checkout. It syncs, since it holds what must last.
# shellcheck shell=bash

source "$root/deploy/lib/backup.sh"

postgresql_dir=$run_dir/postgresql
postgresql_programs=/usr/lib/postgresql/15/bin

# start_database: the step.
start_database() {
  if [[ -n ${LIANFANG_DATABASE_URL:-} ]]; then
    use_database_url "$LIANFANG_DATABASE_URL"
    run_psql --command="SELECT 1" >/dev/null || fail "LIANFANG_DATABASE_URL does not answer" "check its address, user and password"
    result "LIANFANG_DATABASE_URL: $(database_url postgresql)"
    return
  fi
  choose_postgresql_user
  initialise_cluster
  start_postgresql
  # Before anything is written: where commits wait for the backup, they would wait for ever.
  resume_wal_receiver
  create_database
  result "PostgreSQL 15 on 127.0.0.1:$postgresql_port$not_kept"
}

# PostgreSQL refuses to run as root, so root runs it as the user of Debian's package. That user must reach the run directory; where a
# directory above it is closed to others, it gets the capability to cross directories, or failing that to override their modes.
choose_postgresql_user() {
  local capability
  as_postgresql=()
  mkdir -p "$postgresql_dir"
  if [[ $EUID -ne 0 ]]; then return; fi
  chown postgres:postgres "$postgresql_dir"
  for capability in "" +dac_read_search +dac_override; do
    as_postgresql=(setpriv --reuid=postgres --regid=postgres --clear-groups
      ${capability:+"--inh-caps=$capability" "--ambient-caps=$capability"})
    if "${as_postgresql[@]}" test -e "$postgresql_dir/." 2>/dev/null; then return; fi
  done
  fail "the user postgres cannot reach $postgresql_dir" "set LIANFANG_RUN_DIR to a directory that it can, such as /var/tmp/lianfang"
}

# A cluster is made under another name and renamed when it is whole: a power cut in between leaves no half a cluster.
initialise_cluster() {
  local fresh=$postgresql_dir/data.new password_file=$postgresql_dir/password
  if [[ -d $postgresql_dir/data ]]; then return; fi
  rm -rf "$fresh"
  secret postgresql >"$password_file"
  if [[ $EUID -eq 0 ]]; then chown postgres:postgres "$password_file"; fi
  (
    cd /
    "${as_postgresql[@]}" "$postgresql_programs/initdb" --pgdata="$fresh" --username=lianfang_admin --pwfile="$password_file" \
      --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --lc-collate=C --data-checksums
  )
  rm "$password_file"
  mv "$fresh" "$postgresql_dir/data"
}

start_postgresql() {
  local print command=("${as_postgresql[@]}" "$postgresql_programs/postgres" -D "$postgresql_dir/data"
    -c "listen_addresses=127.0.0.1" -c "port=$postgresql_port" -c "unix_socket_directories="
    -c "max_connections=200" -c "shared_buffers=256MB" -c "wal_compression=on"
    -c "timezone=UTC" -c "log_timezone=UTC" -c "log_connections=off" -c "log_min_duration_statement=500ms"
    # Neither bind values nor rows: figures and personal data do not belong into a log.
    -c "log_parameter_max_length=0" -c "log_parameter_max_length_on_error=0" -c "log_error_verbosity=terse"
    # %a is the trace of the call that a transaction is for (deploy/README.md).
    -c "log_line_prefix=%m [%p] %u %a ")
  print=$(printf '%s\n' "${command[@]}" | sha256sum | cut -c 1-64)
  if process_is_current postgresql "$print"; then return; fi
  stop_process postgresql INT 60
  start_process postgresql "$print" "${command[@]}"
  wait_for_start postgresql 60 "$postgresql_programs/pg_isready" --quiet --host=127.0.0.1 --port="$postgresql_port"
}

create_database() {
  local url
  url=$(admin_database_url)
  use_database_url "${url%/*}/postgres"
  if [[ -z $(run_psql --tuples-only --command="SELECT 1 FROM pg_database WHERE datname = 'lianfang'") ]]; then
    run_psql --command="CREATE DATABASE lianfang"
  fi
}
