-- Pruning of the changelog: common/changelog/README.md.
BEGIN;

SET LOCAL search_path = exchange, pg_temp;
\ir ../../../../common/changelog/sql/changelog_pruning.sql

GRANT SELECT ON changelog_horizon TO lianfang_exchange;
GRANT EXECUTE ON FUNCTION prune_changelog TO lianfang_exchange;

COMMIT;
