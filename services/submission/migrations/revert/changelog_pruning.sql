BEGIN;

SET LOCAL search_path = submission, pg_temp;
\ir ../../../../common/changelog/sql/changelog_pruning_revert.sql

COMMIT;
