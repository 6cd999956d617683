-- Deliveries go by channels: mail, or another one that the contact has an address on.
BEGIN;

ALTER TABLE notification.deliveries ADD COLUMN channel text NOT NULL DEFAULT 'email';
COMMENT ON COLUMN notification.deliveries.channel IS 'Id of the channel that it goes by, or went by.';

ALTER TABLE notification.deliveries ADD COLUMN passable boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN notification.deliveries.passable IS 'There is another way to the recipient behind this channel, for when it is down.';

DROP INDEX notification.deliveries_waiting;
CREATE INDEX deliveries_waiting ON notification.deliveries (channel, next_attempt_time) WHERE next_attempt_time IS NOT NULL;

COMMENT ON TABLE notification.failed_mailboxes IS 'Addresses of contacts to which the last message failed for good: mailboxes, and channel:address of other channels. A row goes when a message is accepted.';

COMMIT;
