BEGIN;
DROP INDEX notification.deliveries_waiting;
CREATE INDEX deliveries_waiting ON notification.deliveries (next_attempt_time) WHERE next_attempt_time IS NOT NULL;
ALTER TABLE notification.deliveries DROP COLUMN passable, DROP COLUMN channel;
COMMIT;
