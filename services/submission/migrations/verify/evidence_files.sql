BEGIN;
SET LOCAL search_path = submission, pg_temp;
\set role lianfang_submission
\ir ../../../../common/files/sql/files_verify.sql
ROLLBACK;
