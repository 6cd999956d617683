BEGIN;
SET LOCAL search_path = expert, pg_temp;
\set role lianfang_expert
\ir ../../../../common/audit/sql/audit_trail_verify.sql
\ir ../../../../common/audit/sql/request_log_pruning_verify.sql
ROLLBACK;
