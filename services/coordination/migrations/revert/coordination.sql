BEGIN;

SET LOCAL search_path = coordination, pg_temp;
\ir ../../../../common/changelog/sql/changelog_pruning_revert.sql
\ir ../../../../common/audit/sql/request_log_pruning_revert.sql
\ir ../../../../common/audit/sql/audit_trail_revert.sql
DROP TABLE changelog, changelog_head, request_log, documents, plans;

COMMIT;
