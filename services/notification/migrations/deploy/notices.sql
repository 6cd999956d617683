-- What notices and alerts say, once for all their deliveries.
BEGIN;

CREATE TABLE notification.notices (
    notice_id   text        PRIMARY KEY,
    template    text        NOT NULL,
    document    bytea       NOT NULL,
    create_time timestamptz NOT NULL
);
COMMENT ON TABLE notification.notices IS 'Template, variables and attachments: serialised SendNoticeRequest without its recipients. Append-only.';

ALTER TABLE notification.deliveries ADD COLUMN notice_id text REFERENCES notification.notices;
COMMENT ON COLUMN notification.deliveries.notice_id IS 'What the mail says; null for a reminder, which is written from the obligations.';
CREATE INDEX deliveries_notice ON notification.deliveries (notice_id) WHERE notice_id IS NOT NULL;

GRANT SELECT, INSERT ON notification.notices TO lianfang_notification;

COMMIT;
