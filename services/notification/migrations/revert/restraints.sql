BEGIN;
DROP TABLE notification.pauses, notification.acknowledgements;
COMMIT;
