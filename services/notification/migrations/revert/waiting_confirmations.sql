BEGIN;
DROP TABLE notification.waiting_confirmations;
COMMIT;
