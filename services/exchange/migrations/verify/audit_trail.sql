BEGIN;
SET LOCAL search_path = exchange, pg_temp;
\set role lianfang_exchange
\ir ../../../../common/audit/sql/audit_trail_verify.sql
\ir ../../../../common/audit/sql/request_log_pruning_verify.sql
ROLLBACK;
