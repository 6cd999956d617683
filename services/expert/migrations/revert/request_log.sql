BEGIN;
DROP TABLE expert.audit_log, expert.request_log;
COMMIT;
