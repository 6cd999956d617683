BEGIN;
DROP TABLE notification.obligations, notification.plans, notification.stream_cursor;
COMMIT;
