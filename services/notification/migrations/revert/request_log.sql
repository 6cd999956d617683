BEGIN;
DROP TABLE notification.audit_log, notification.request_log;
COMMIT;
