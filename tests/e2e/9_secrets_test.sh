#!/usr/bin/env bash
# What is confidential is in no log of the suite: figures, notes, ID numbers, telephones, addresses. The tests before have written them all;
# some more are planted here, in requests that are refused, which is where messages quote what was sent. The mail catcher stands for another's
# server, whose log is its own business.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

coal=plans/gaoping-2021-2025/obligations/2021-140581-coal-mining
note="机密备注-$RANDOM"
expect_error "a figure beyond its bound" emergency INVALID_ARGUMENT/figures return submit --obligation "$coal" --figure accidents=918273645546372819 --note "$note"
cat >"$scratch/expert" <<TEXT
pool: "plans/gaoping-2021-2025/pools/professional"
display_name: "机密姓名"
identifying_data { id_number: "14058119800301999X" phone: "13911122233" email: "planted secret@experts.example" }
TEXT
expect_error "a nomination with faults" emergency INVALID_ARGUMENT expert nominate "$scratch/expert"

# not_in_the_logs NAME TEXT...
not_in_the_logs() {
  local text found
  for text in "${@:2}"; do
    if found=$(grep --recursive --files-with-matches --fixed-strings --text --exclude=mail-catcher.log -- "$text" "$log_dir"); then
      printf '%s is in\n%s\n' "$text" "$found" >"$scratch/found"
      failed "$1" "$scratch/found"
      return
    fi
  done
  passed "$1"
}

not_in_the_logs "no figure that was refused is in a log" 918273645546372819
not_in_the_logs "no note is in a log" "$note"
not_in_the_logs "no ID number, telephone or name of an expert is in a log" 14058119800301 13911122233 机密姓名 13800000000
not_in_the_logs "no mailbox of an expert is in a log" planted experts.example
check "the logs are where they are looked for" grep -q SubmitReturn "$log_dir/submission.log"
