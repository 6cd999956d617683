-- Chained audit rows, and the pruning of the request log: common/audit/README.md.
BEGIN;

SET LOCAL search_path = exchange, pg_temp;
\ir ../../../../common/audit/sql/audit_trail.sql
\ir ../../../../common/audit/sql/request_log_pruning.sql
SELECT prepare_audit(2);

GRANT SELECT ON audit_events, audit_heads, audit_ends, request_log_horizon, pruned_requests TO lianfang_exchange;
GRANT EXECUTE ON FUNCTION append_audit, prepare_audit, oldest_audit_month, remove_audit_month TO lianfang_exchange;
GRANT EXECUTE ON FUNCTION uuid_time, request_is_pruned, prune_request_log TO lianfang_exchange;

COMMIT;
