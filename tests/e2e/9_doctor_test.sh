#!/usr/bin/env bash
# `lianfang doctor` on the running suite, and on what a suite that is ill would show: everything that is wrong is named with its cure.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"
source "$root/deploy/lib/processes.sh"
server=""
trap 'if [[ -n $server ]]; then kill "$server"; fi; rm -rf "$scratch"' EXIT

# doctor STATUS OPTION...: its findings as JSON in $scratch/findings; succeeds where it ends with that status.
doctor() {
  local status=0
  as operator doctor check "${@:2}" --output json >"$scratch/findings" 2>"$scratch/errors" || status=$?
  if [[ $status -ne $1 ]]; then
    cat "$scratch/findings" "$scratch/errors"
    return 1
  fi
}
# found STATE SUBJECT WHAT: there is a finding of that state.
found() {
  jq --exit-status --arg state "$1" --arg subject "$2" --arg what "$3" \
    'any(.findings[]; .state == $state and .subject == $subject and .what == $what)' "$scratch/findings" >/dev/null || { cat "$scratch/findings"; return 1; }
}
every_fault_has_a_cure() { jq --exit-status 'all(.findings[]; .state == "good" or .cure != "")' "$scratch/findings" >/dev/null; }

# A stream may just have begun anew after another test's restart.
is_well() { wait_until 90 doctor 0 && every_fault_has_a_cure && found good notification channel && found good submission 'clock trusted'; }

names_a_service_that_is_away() {
  stop_process expert TERM 30
  doctor 3 && found BAD expert service
}
is_well_again() { "$root/deploy/up" --no-job && is_well; }

# What the metrics of a notification service that is ill look like.
ill_page() {
  cat <<'PAGE'
lianfang_server_info{version="0.0.1"} 1
lianfang_clock_offset_seconds 1.5
lianfang_clock_trusted 0
lianfang_redis_connected 0
lianfang_channel_down{channel="email"} 1
lianfang_messages_total{channel="email",state="DELIVERY_STATE_DEFERRED"} 4
lianfang_messages_total{channel="email",state="DELIVERY_STATE_SENT"} 0
lianfang_contacts_unreachable 1
lianfang_reminder_roles_unreached 1
lianfang_reminders_held 1
lianfang_follower_current_timestamp_seconds{stream="duties-submission"} 1500000000
lianfang_calendar_unusable 1
lianfang_calendar_missing_year 2027
PAGE
}
names_all_that_is_ill() {
  local port=$((last_port + 20)) what
  mkdir "$scratch/ill"
  ill_page >"$scratch/ill/metrics"
  /usr/bin/python3 -m http.server --bind 127.0.0.1 --directory "$scratch/ill" "$port" >/dev/null 2>&1 &
  server=$!
  wait_until 10 curl --silent --output /dev/null "http://127.0.0.1:$port/metrics"
  doctor 3 --metrics "notification=127.0.0.1:$port" && every_fault_has_a_cure || return 1
  for what in 'clock trusted' channel 'reminders held' "stream's lag" 'file of working days'; do
    found BAD notification "$what" || return 1
  done
  for what in version 'clock offset' 'sent since the start' 'bell (Redis)' 'contacts out of reach' 'roles without a contact' "year without its notice of days off"; do
    found soon notification "$what" || return 1
  done
}

# certificate DAYS: one that ends then, alone in a directory.
certificate() {
  mkdir -p "$scratch/$1-days"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout /dev/null -subj /CN=short -days "$1" -out "$scratch/$1-days/short.crt" 2>/dev/null
}
names_certificates_that_end() {
  local what="certificate's days left"
  certificate 20 && certificate 3
  doctor 0 --certificates "$scratch/20-days" && found soon "$scratch/20-days/short.crt" "$what" &&
    doctor 3 --certificates "$scratch/3-days" && found BAD "$scratch/3-days/short.crt" "$what"
}

names_a_backup_that_is_old() {
  mkdir -p "$scratch/backups/line-1"/{wal,"base/$(date --utc --date='3 days ago' +%Y%m%dT%H%M%SZ)"}
  ln -s line-1 "$scratch/backups/current"
  doctor 3 --backups "$scratch/backups" && found BAD "$scratch/backups" 'newest base backup' && found BAD "$scratch/backups" 'log kept'
}
names_a_backup_that_cannot_be_written() {
  : >"$scratch/no-directory"
  doctor 3 --backups "$scratch/no-directory" && found BAD "$scratch/no-directory" 'backups can be written' && every_fault_has_a_cure &&
    { doctor 3 --backups "$scratch/backups"; found good "$scratch/backups" 'backups can be written'; }
}
names_a_disk_that_is_not_there() { doctor 3 --disk "$scratch/none" && found BAD "$scratch/none" 'disk left'; }
says_it_in_chinese() { grep '异常.*服务未运行' <(as operator doctor check --metrics 'portal=127.0.0.1:1' 2>&1); }
looks_at_a_departments_own() {
  LIANFANG_TLS_CERT=$cert_dir/emergency.crt LIANFANG_TLS_CA=$cert_dir/ca.crt "$cli" doctor check --output json >"$scratch/findings" &&
    found good "$cert_dir/emergency.crt" "certificate's days left"
}

check "doctor: the suite is well, and what is not has a cure" is_well
check "doctor: a service that is away is named" names_a_service_that_is_away
check "doctor: it is well again when deploy/up has started it" is_well_again
check "doctor: all that a service shows to be wrong is named, with its cure" names_all_that_is_ill
check "doctor: certificates that end soon are named" names_certificates_that_end
check "doctor: an old backup, and a log that is not kept, are named" names_a_backup_that_is_old
check "doctor: a directory of backups that cannot be written is named" names_a_backup_that_cannot_be_written
check "doctor: a disk that cannot be read is named" names_a_disk_that_is_not_there
check "doctor: it says so in Chinese" says_it_in_chinese
check "doctor: a department's own certificate is looked at" looks_at_a_departments_own
