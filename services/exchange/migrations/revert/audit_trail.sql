BEGIN;

SET LOCAL search_path = exchange, pg_temp;
\ir ../../../../common/audit/sql/request_log_pruning_revert.sql
\ir ../../../../common/audit/sql/audit_trail_revert.sql

COMMIT;
