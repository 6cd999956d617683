BEGIN;
DROP TABLE submission.audit_log, submission.request_log;
COMMIT;
