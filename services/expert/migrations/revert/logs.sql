-- Revert expert:logs from pg

BEGIN;

DROP TABLE expert.audit_log;
DROP TABLE expert.request_log;

COMMIT;
