BEGIN;
SELECT channel, passable FROM notification.deliveries WHERE false;
ROLLBACK;
