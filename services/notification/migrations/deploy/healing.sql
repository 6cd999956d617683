-- What has failed is sent again: stages of failed deliveries are free, failed mailboxes and unheld roles are told once.
BEGIN;

ALTER TABLE notification.deliveries ADD COLUMN update_time timestamptz NOT NULL DEFAULT now();
UPDATE notification.deliveries SET update_time = create_time;
CREATE INDEX deliveries_state ON notification.deliveries (state, update_time DESC);
COMMENT ON COLUMN notification.deliveries.update_time IS 'When it was last changed; of rows older than this column, when it was recorded.';

DELETE FROM notification.sent_stages s USING notification.deliveries d WHERE d.delivery_id = s.delivery_id AND d.state = 4;
COMMENT ON TABLE notification.sent_stages IS 'Which stage of which obligation a delivery to a recipient stands for. The key makes a second one impossible. Rows of a delivery that fails are deleted.';
CREATE INDEX sent_stages_delivery ON notification.sent_stages (delivery_id);

CREATE TABLE notification.failed_mailboxes (
    mailbox      text        PRIMARY KEY,
    email        text        NOT NULL,
    since        timestamptz NOT NULL,
    last_failure timestamptz NOT NULL CHECK (last_failure >= since)
);
COMMENT ON TABLE notification.failed_mailboxes IS 'Mailboxes of contacts to which the last mail failed for good. A row goes when a mail is accepted.';

CREATE TABLE notification.alerted_places (
    region     text    NOT NULL,
    department text    NOT NULL,
    role       integer NOT NULL,
    PRIMARY KEY (region, department, role)
);
COMMENT ON TABLE notification.alerted_places IS 'Roles that the office was told nobody holds. A row goes when somebody holds the role.';

GRANT DELETE ON notification.sent_stages TO lianfang_notification;
GRANT SELECT, INSERT, UPDATE, DELETE ON notification.failed_mailboxes TO lianfang_notification;
GRANT SELECT, INSERT, DELETE ON notification.alerted_places TO lianfang_notification;

COMMIT;
