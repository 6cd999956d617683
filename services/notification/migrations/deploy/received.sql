-- What came from submission's watch stream: obligations and plans as they stand there.
BEGIN;

CREATE TABLE notification.stream_cursor (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    cursor   text    NOT NULL DEFAULT ''
);
COMMENT ON TABLE notification.stream_cursor IS 'The last change received, opaque, submission''s own. Moves in the transaction that stores the change.';
INSERT INTO notification.stream_cursor DEFAULT VALUES;

CREATE TABLE notification.plans (
    name     text    NOT NULL,
    edition  integer NOT NULL CHECK (edition > 0),
    document bytea   NOT NULL,
    PRIMARY KEY (name, edition)
);
COMMENT ON TABLE notification.plans IS 'Editions of plans, serialised lianfang.type.v1.Plan. An edition never changes.';

CREATE TABLE notification.obligations (
    name     text    PRIMARY KEY,
    plan     text    NOT NULL,
    owed     boolean NOT NULL,
    document bytea   NOT NULL
);
COMMENT ON TABLE notification.obligations IS 'Obligations as last received, serialised Obligation; owed: neither met nor waived.';
CREATE INDEX obligations_owed ON notification.obligations (name) WHERE owed;
CREATE INDEX obligations_plan ON notification.obligations (plan);

GRANT SELECT, UPDATE ON notification.stream_cursor TO lianfang_notification;
GRANT SELECT, INSERT ON notification.plans TO lianfang_notification;
GRANT SELECT, INSERT, UPDATE ON notification.obligations TO lianfang_notification;

COMMIT;
