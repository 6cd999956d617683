-- Files attached to returns: common/files/README.md. The ledger and the returns refer to them by their hash.
BEGIN;

SET LOCAL search_path = submission, pg_temp;
\ir ../../../../common/files/sql/files.sql

GRANT SELECT, INSERT ON files, file_chunks TO lianfang_submission;
GRANT SELECT, INSERT, UPDATE, DELETE ON file_uploads, file_upload_chunks TO lianfang_submission;

COMMIT;
