BEGIN;
ALTER TABLE notification.deliveries DROP COLUMN notice_id;
DROP TABLE notification.notices;
COMMIT;
