BEGIN;
SET LOCAL search_path = evaluation, pg_temp;
\set role lianfang_evaluation
\ir ../../../../common/audit/sql/audit_trail_verify.sql
ROLLBACK;
