-- Chained audit rows: common/audit/README.md.
BEGIN;

SET LOCAL search_path = evaluation, pg_temp;
\ir ../../../../common/audit/sql/audit_trail.sql
SELECT prepare_audit(2);

GRANT SELECT ON audit_events, audit_heads, audit_ends TO lianfang_evaluation;
GRANT EXECUTE ON FUNCTION append_audit, prepare_audit, oldest_audit_month, remove_audit_month TO lianfang_evaluation;

COMMIT;
