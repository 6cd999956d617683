BEGIN;
SET LOCAL search_path = submission, pg_temp;
\set role lianfang_submission
\ir ../../../../common/changelog/sql/changelog_pruning_verify.sql
ROLLBACK;
