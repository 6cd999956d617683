BEGIN;
SET LOCAL search_path = expert, pg_temp;
\set role lianfang_expert
\ir ../../../../common/changelog/sql/changelog_pruning_verify.sql
ROLLBACK;
