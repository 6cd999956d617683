BEGIN;
ALTER TABLE notification.contacts DROP COLUMN subject;
COMMIT;
