BEGIN;
ALTER TABLE notification.obligations DROP COLUMN lock_time, DROP COLUMN settled_due_time;
COMMIT;
