-- How many mails may go out, for all replicas.
BEGIN;

CREATE TABLE notification.send_allowance (
    only_row  boolean          PRIMARY KEY DEFAULT true CHECK (only_row),
    tokens    double precision NOT NULL,
    fill_time timestamptz      NOT NULL
);
COMMENT ON TABLE notification.send_allowance IS 'The bucket that senders draw from where mails per minute are limited; its row lock lets them draw one after the other.';
INSERT INTO notification.send_allowance (tokens, fill_time) VALUES (0, '2022-01-01T00:00:00Z');

GRANT SELECT, UPDATE ON notification.send_allowance TO lianfang_notification;

COMMIT;
