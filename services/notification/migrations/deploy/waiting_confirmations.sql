-- Confirmations that wait for the mail of the next working morning.
BEGIN;

CREATE TABLE notification.waiting_confirmations (
    revision    text        NOT NULL,
    stage_key   text        NOT NULL,
    contact     text        NOT NULL,
    commit_time timestamptz NOT NULL,
    document    bytea       NOT NULL,
    PRIMARY KEY (revision, stage_key, contact)
);
COMMENT ON TABLE notification.waiting_confirmations IS 'Serialised ConfirmedFiling. One is told when sent_stages has its key; after 30 days it is removed.';
CREATE INDEX waiting_confirmations_commit_time ON notification.waiting_confirmations (commit_time);

GRANT SELECT, INSERT, DELETE ON notification.waiting_confirmations TO lianfang_notification;

COMMIT;
