BEGIN;
DROP TABLE notification.duties, notification.duty_cursors;
COMMIT;
