BEGIN;

SET LOCAL search_path = submission, pg_temp;
\ir ../../../../common/files/sql/files_revert.sql

COMMIT;
