BEGIN;
SELECT subject FROM notification.contacts WHERE false;
ROLLBACK;
