# COPY as a peer of the streaming load: the very rows that it wrote, into the same tables, empty.
# shellcheck shell=bash

# The tables of a filing, parents first, each with the condition that tells the stream's rows from those of the grant and the publication.
copied_tables=(obligations ledger seals returns request_log audit_events changelog)
declare -A copied_where=(
  [obligations]="EXISTS (SELECT FROM submission.returns r WHERE r.plan_id = t.plan_id AND r.return_id = t.obligation_id)"
  [ledger]="sequence > 2"
  [seals]="first_sequence > 2"
  [returns]="true"
  [request_log]="method NOT LIKE '%.PlanService.%'"
  [audit_events]="method NOT LIKE '%.PlanService.%'"
  [changelog]="commit_time > (SELECT create_time FROM submission.request_log WHERE method LIKE '%PublishPlan')"
)

# measure_copy: from bench_stream into bench_copy.
measure_copy() {
  local table directory=$postgresql_dir/copy
  rm -rf "$directory"
  mkdir "$directory"
  if [[ $EUID -eq 0 ]]; then chown postgres:postgres "$directory"; fi
  {
    for table in "${copied_tables[@]}"; do
      printf "COPY (SELECT * FROM submission.%s t WHERE %s) TO '%s';\n" "$table" "${copied_where[$table]}" "$directory/$table"
    done
  } | admin_sql bench_stream
  {
    printf 'TRUNCATE %s;\n' "$(printf 'submission.%s,' "${copied_tables[@]}" | sed 's/,$//')"
    printf "%s\n" "SELECT extract(epoch FROM clock_timestamp()) AS began \\gset" "BEGIN;"
    for table in "${copied_tables[@]}"; do printf "COPY submission.%s FROM '%s';\n" "$table" "$directory/$table"; done
    printf '%s\n' 'COMMIT;' "SELECT json_build_object('calls', (SELECT count(*) FROM submission.returns),
      'per_second', (SELECT count(*) FROM submission.returns) / (extract(epoch FROM clock_timestamp()) - :began));"
  } >"$bench_dir/copy.sql"
  note copy 1 admin_sql bench_copy --file="$bench_dir/copy.sql"
}
