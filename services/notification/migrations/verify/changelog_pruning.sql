BEGIN;
SET LOCAL search_path = notification, pg_temp;
\set role lianfang_notification
\ir ../../../../common/changelog/sql/changelog_pruning_verify.sql
ROLLBACK;
