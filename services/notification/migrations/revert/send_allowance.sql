BEGIN;
DROP TABLE notification.send_allowance;
COMMIT;
