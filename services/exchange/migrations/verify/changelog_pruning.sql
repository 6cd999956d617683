BEGIN;
SET LOCAL search_path = exchange, pg_temp;
\set role lianfang_exchange
\ir ../../../../common/changelog/sql/changelog_pruning_verify.sql
ROLLBACK;
