BEGIN;

SET LOCAL search_path = submission, pg_temp;
\ir ../../../../common/audit/sql/legacy_audit_log_revert.sql
\ir ../../../../common/audit/sql/request_log_pruning_revert.sql
\ir ../../../../common/audit/sql/audit_trail_revert.sql
GRANT SELECT, INSERT ON audit_log TO lianfang_submission;

COMMIT;
