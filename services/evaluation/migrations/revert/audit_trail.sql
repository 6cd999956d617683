BEGIN;

SET LOCAL search_path = evaluation, pg_temp;
\ir ../../../../common/audit/sql/audit_trail_revert.sql

COMMIT;
