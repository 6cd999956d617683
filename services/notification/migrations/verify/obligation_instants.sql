BEGIN;
SELECT lock_time, settled_due_time FROM notification.obligations WHERE false;
ROLLBACK;
