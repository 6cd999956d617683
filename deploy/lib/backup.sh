# Base backups and the log of the suite's private PostgreSQL: any instant since the oldest base backup can be restored.
#
#   LIANFANG_BACKUP_DIR   where backups are; set by deploy/backup, and remembered by the run directory. Not on the disk of the run directory.
#   LIANFANG_BACKUP_KEEP  how many base backups are kept, default 7; the log goes back to the oldest of them
#
# A backup directory has one `line-TIME` for each history of the database, and a restore begins a new one, since its log is another one from
# there on. A line has `base/TIME`, each a whole data directory, and `wal/`, which pg_receivewal writes as PostgreSQL does.
# shellcheck shell=bash

backup_dir=$(setting LIANFANG_BACKUP_DIR "")
backup_keep=${LIANFANG_BACKUP_KEEP:-7}
backup_slot=lianfang_backup
# What people are told at a start of the suite where the log is not kept; empty where all is well.
not_kept=""

# current_line: the directory of the history that is written; fails while there is none.
current_line() { [[ -n $backup_dir && -e $backup_dir/current ]] && realpath "$backup_dir/current"; }

# remember_backup_dir: the run directory knows from now on where its backups are.
remember_backup_dir() {
  sed -i '/^LIANFANG_BACKUP_DIR=/d' "$run_dir/settings"
  printf 'LIANFANG_BACKUP_DIR=%s\n' "$backup_dir" >>"$run_dir/settings"
}

# utc_stamp DATE: an instant as the names of backups have it, which sort by time.
utc_stamp() { date --utc --date="$1" +%Y%m%dT%H%M%SZ; }

# begin_line: the backups of what the database is from now on.
begin_line() {
  local line
  line=$backup_dir/line-$(utc_stamp now)
  mkdir -p "$line/base" "$line/wal"
  ln --symbolic --force --no-dereference "$(basename "$line")" "$backup_dir/current"
}

# backup_connection: libpq's string for the administrator; the password is in a file, which no `ps` shows.
backup_connection() {
  printf 'host=127.0.0.1 port=%d user=lianfang_admin dbname=postgres application_name=%s' "$postgresql_port" "$backup_slot"
}

write_passfile() {
  printf '127.0.0.1:%d:*:lianfang_admin:%s\n' "$postgresql_port" "$(secret postgresql)" >"$secret_dir/pgpass"
  export PGPASSFILE=$secret_dir/pgpass
}

# find_backups: whoever begins nothing anew needs the backups of before. An empty directory in their place is a disk that is not mounted: what is
# written there is on another disk, and hidden when the right one is back.
find_backups() {
  [[ -d $backup_dir && -w $backup_dir ]] || fail "$backup_dir cannot be written" "see that its disk is mounted and not read-only, then run it again"
  current_line >/dev/null ||
    fail "$backup_dir has no backups any more" "see that its disk is mounted; deploy/backup $backup_dir, with its name, begins anew there"
}

# commits_wait: whether a commit waits until the log is in the backup.
commits_wait() { [[ $(ask_postgresql "SHOW synchronous_standby_names") == "$backup_slot" ]]; }

# resume_wal_receiver: at a start of the suite. Where commits wait for the backup nothing could be written without it, not even by the migrations; else
# the suite goes on, and PostgreSQL keeps the log itself until the backup has it.
resume_wal_receiver() {
  local reason
  if [[ -z $backup_dir ]] || reason=$( (find_backups && start_wal_receiver) 2>&1); then return; fi
  printf '%s\n' "$reason"
  if commits_wait; then
    fail "commits wait for the backup, and the log cannot be kept in $backup_dir" \
      "bring its disk back, and run it again; or go on without: deploy/backup --asynchronous"
  fi
  not_kept="; NOT BACKED UP: the log is not kept in $backup_dir (deploy/backup starts that again)"
}

# start_wal_receiver: keeps the log as PostgreSQL writes it, from the moment of the first start on: a slot makes PostgreSQL wait with what is not
# kept yet.
start_wal_receiver() {
  local line print command
  line=$(current_line)
  write_passfile
  command=("$postgresql_programs/pg_receivewal" --no-password --dbname="$(backup_connection)" --directory="$line/wal" --slot="$backup_slot" --synchronous)
  print=$(printf '%s\n' "${command[@]}" | sha256sum | cut -c 1-64)
  if process_is_current wal-receiver "$print" && wait_until 10 wal_is_received; then return; fi
  stop_process wal-receiver INT 30
  "${command[@]}" --create-slot --if-not-exists
  printf 'PGPASSFILE=%q\n' "$PGPASSFILE" >"$env_dir/wal-receiver"
  start_process wal-receiver "$print" "${command[@]}"
  wait_for_start wal-receiver 30 wal_is_received
}

# ask_postgresql STATEMENT: its answer, asked as the administrator.
ask_postgresql() {
  PGPASSWORD=$(secret postgresql) psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname="$(backup_connection)" --command="$1"
}

wal_is_received() { [[ $(ask_postgresql "SELECT count(*) FROM pg_stat_replication WHERE application_name = '$backup_slot'" 2>/dev/null) == 1 ]]; }

# take_base_backup: prints its directory. It is whole and verified, or not there.
take_base_backup() {
  local line target
  line=$(current_line)
  target=$line/base/$(utc_stamp now)
  write_passfile
  rm -rf "$line"/base/*.new
  "$postgresql_programs/pg_basebackup" --no-password --dbname="$(backup_connection)" --pgdata="$target.new" --wal-method=stream --checkpoint=fast \
    --label=lianfang >&2
  "$postgresql_programs/pg_verifybackup" --quiet "$target.new" >&2
  mv "$target.new" "$target"
  printf '%s' "$target"
}

# remove_old_backups: of the current line, all base backups but the newest, and the log from before the oldest that stays. Other lines are
# history that a restore left; they are removed by hand.
remove_old_backups() {
  local line oldest segment
  line=$(current_line)
  find "$line/base" -mindepth 1 -maxdepth 1 -type d | sort | head --lines="-$backup_keep" | xargs --no-run-if-empty rm -rf
  oldest=$(find "$line/base" -mindepth 1 -maxdepth 1 -type d | sort | head -n 1)
  segment=$(sed -n 's/^START WAL LOCATION: .* (file \([0-9A-F]*\))$/\1/p' "$oldest/backup_label")
  "$postgresql_programs/pg_archivecleanup" "$line/wal" "$segment"
}

# set_synchronous true|false: whether a commit waits until the log is in the backup, too.
set_synchronous() {
  ask_postgresql "ALTER SYSTEM SET synchronous_standby_names = '$([[ $1 != true ]] || printf '%s' "$backup_slot")'" >/dev/null
  ask_postgresql "SELECT pg_reload_conf()" >/dev/null
}
