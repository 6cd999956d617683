# A stream of records into exchange, and COPY of the very rows that it wrote as its peer.
# shellcheck shell=bash
# shellcheck disable=SC2154  # what tests/bench/run sets

# measure_records: each round begins with no records.
measure_records() {
  local directory=$postgresql_dir/copy-records
  start exchange
  for ((round = 1; round <= rounds; ++round)); do
    printf '%s\n' "TRUNCATE exchange.record_versions, exchange.changelog;" "UPDATE exchange.record_head SET position = 0;" \
      "UPDATE exchange.changelog_head SET position = 0;" "CHECKPOINT;" | admin_sql lianfang
    note records 1 load records emergency "$(service_port grpc exchange)" --items "$records"
    rm -rf "$directory"
    mkdir "$directory"
    if [[ $EUID -eq 0 ]]; then chown postgres:postgres "$directory"; fi
    printf "COPY exchange.record_versions TO '%s/rows';\n" "$directory" | admin_sql lianfang
    {
      printf '%s\n' "TRUNCATE exchange.record_versions;" "CHECKPOINT;" "SELECT extract(epoch FROM clock_timestamp()) AS began \\gset" "BEGIN;"
      printf "COPY exchange.record_versions FROM '%s/rows';\n" "$directory"
      printf '%s\n' 'COMMIT;' "SELECT json_build_object('calls', (SELECT count(*) FROM exchange.record_versions),
        'per_second', (SELECT count(*) FROM exchange.record_versions) / (extract(epoch FROM clock_timestamp()) - :began));"
    } >"$bench_dir/copy-records.sql"
    note "records copy" 1 admin_sql lianfang --file="$bench_dir/copy-records.sql"
  done
  stop exchange
}
