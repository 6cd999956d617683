-- Whether request_log_pruning.sql was deployed, and the role named by the psql variable `role` may delete nothing by itself.
SELECT pruned_before, pruned_count FROM request_log_horizon WHERE false;
SELECT request_key FROM pruned_requests WHERE false;
SELECT 1 / has_function_privilege(:'role', 'prune_request_log(integer, integer)', 'EXECUTE')::integer;
SELECT 1 / (NOT has_table_privilege(:'role', name, 'UPDATE, DELETE, TRUNCATE'))::integer
FROM unnest(ARRAY['request_log', 'pruned_requests', 'request_log_horizon']) AS name;
