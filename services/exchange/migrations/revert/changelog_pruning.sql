BEGIN;

SET LOCAL search_path = exchange, pg_temp;
\ir ../../../../common/changelog/sql/changelog_pruning_revert.sql

COMMIT;
