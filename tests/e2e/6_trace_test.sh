#!/usr/bin/env bash
# From a call to its statements: the trace of its log line is in PostgreSQL's log, too, with everything that the transaction runs.
source "$(dirname "${BASH_SOURCE[0]}")/expect.sh"

role=lianfang_submission

# reconnect: new sessions for the role, under the settings that it has now.
reconnect() { admin_sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '$role'" >/dev/null; }

publish() {
  sed -e 's/"plans\/yunnan-2022"/"plans\/traced"/' -e 's/"530000"/"140581"/' "$root/deploy/plans/yunnan-2022.textproto" >"$scratch/traced.textproto"
  as office plan publish "$scratch/traced.textproto"
}

# trace: of the publication, as the service logged it.
trace() {
  jq --raw-output 'select(.method == "lianfang.submission.v1.PlanService.PublishPlan") | .trace_id' "$log_dir/submission.log" | tail -n 1
}

for service in "${services[@]}"; do
  check "$service logs JSON, and so do its libraries" jq --exit-status --slurp 'all(has("event"))' "$log_dir/$service.log"
done

admin_sql "ALTER ROLE $role SET log_statement = 'all'"
reconnect
check "a plan is published" publish
admin_sql "ALTER ROLE $role RESET log_statement"
reconnect

grep "00-$(trace)-" "$log_dir/postgresql.log" >"$scratch/statements"
check "the transaction names the method and the trace" \
  grep -q "BEGIN /\*method='lianfang.submission.v1.PlanService.PublishPlan',traceparent='00-$(trace)-[0-9a-f]\{16\}-0[01]'\*/" "$scratch/statements"
check "each of its statements is logged with the trace" grep -qE " $role 00-$(trace)-.* execute [a-z_]+: INSERT INTO" "$scratch/statements"

# A call that is made for another one bears its trace, and whose it is: the pools' service asks for the plan.
as office expert composition plans/traced/pools/professional >"$scratch/composition" 2>&1 || true # whatever it answers
# called LOG FILTER: trace and person of the last line that the filter selects.
called() { jq --raw-output "select($2) | .trace_id + \" \" + ${3:-.caller}" "$log_dir/$1.log" | tail -n 1; }
# The services' own loops ask for pools and plans, too, at any moment: meant is the office's call, and the one with its trace.
asked=$(called expert '.event == "call" and (.caller | contains("/service/") | not)')
check "the call to the pools' service is logged with trace and caller" grep -qE '^[0-9a-f]{32} spiffe://' <<<"$asked"
expect_equal "a call to another service has the trace and the name of the one that caused it" "$asked" \
  "$(called submission ".method == \"lianfang.submission.v1.PlanService.GetPlan\" and .trace_id == \"${asked%% *}\"" .on_behalf_of)"
