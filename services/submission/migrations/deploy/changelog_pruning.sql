-- Pruning of the changelog: common/changelog/README.md.
BEGIN;

SET LOCAL search_path = submission, pg_temp;
\ir ../../../../common/changelog/sql/changelog_pruning.sql

GRANT SELECT ON changelog_horizon TO lianfang_submission;
GRANT EXECUTE ON FUNCTION prune_changelog TO lianfang_submission;

COMMIT;
