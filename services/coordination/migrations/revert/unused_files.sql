BEGIN;
DROP FUNCTION coordination.drop_unused_files;
DROP INDEX coordination.documents_pending_owner;
COMMIT;
