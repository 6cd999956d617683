-- What followers watch: changes in commit order, without gaps.
BEGIN;

CREATE TABLE notification.changelog_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE notification.changelog_head IS 'Last position given out. Its row lock puts appending transactions into commit order.';
INSERT INTO notification.changelog_head DEFAULT VALUES;

CREATE TABLE notification.changelog (
    position    bigint      PRIMARY KEY,
    topic       text        NOT NULL,
    payload     bytea       NOT NULL,
    commit_time timestamptz NOT NULL
);
CREATE INDEX changelog_topic ON notification.changelog (topic, position);

GRANT SELECT, UPDATE ON notification.changelog_head TO lianfang_notification;
GRANT SELECT, INSERT ON notification.changelog TO lianfang_notification;

COMMIT;
