-- Whether audit_trail.sql was deployed, and the role named by the psql variable `role` may only read and append.
SELECT journal, sequence, event_time, actor, certificate_serial, address, proxy, on_behalf_of, method, resource, request_id, outcome, reason,
       purpose, detail, count, row_hash, chain_hash
FROM audit_events WHERE false;
SELECT journal, sequence, event_time, chain_hash FROM audit_heads WHERE false;
SELECT journal, first_sequence, last_sequence, row_count, first_event_time, last_event_time, chain_hash, remove_time, signature, key_id
FROM audit_ends WHERE false;
SELECT 1 / has_function_privilege(:'role', 'append_audit(text, timestamptz[], text[], text[], text[], text[], text[], text[], text[], text[], '
       'bigint[], text[], text[], text[], bigint[])', 'EXECUTE')::integer;
SELECT 1 / (NOT has_table_privilege(:'role', name, 'INSERT, UPDATE, DELETE, TRUNCATE'))::integer
FROM unnest(ARRAY['audit_events', 'audit_operations', 'audit_reads', 'audit_operations_default', 'audit_reads_default', 'audit_heads',
                  'audit_ends']) AS name;
