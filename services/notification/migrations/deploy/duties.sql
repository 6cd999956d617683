-- Duties of every source, and how far each source was received. They take the place of obligations and stream_cursor, which the version
-- before still reads and writes while both run. Nothing is copied: each source is received from its beginning, and reminders wait until
-- that is done. Stages keep their keys, so that what was sent is not sent again.
BEGIN;

CREATE TABLE notification.duty_cursors (
    source text PRIMARY KEY,
    cursor text NOT NULL
);
COMMENT ON TABLE notification.duty_cursors IS 'The last change received from each source, opaque, the source''s own. Moves in the transaction that stores the change.';

CREATE TABLE notification.duties (
    resource         text        COLLATE "C" NOT NULL,
    ordinal          integer     NOT NULL CHECK (ordinal >= 0),
    source           text        NOT NULL,
    plan             text        NOT NULL,
    department       text        NOT NULL,
    acting_region    text        NOT NULL,
    owed             boolean     NOT NULL,
    due_time         timestamptz NOT NULL,
    awaited_until    timestamptz NOT NULL,
    settled_due_time timestamptz,
    document         bytea       NOT NULL,
    PRIMARY KEY (resource, ordinal)
);
COMMENT ON TABLE notification.duties IS 'Duties as last received, serialised lianfang.duty.v1.Duty, and what they are found by. A change replaces all of its resource.';
COMMENT ON COLUMN notification.duties.owed IS 'Neither met nor withdrawn.';
COMMENT ON COLUMN notification.duties.awaited_until IS 'From then on it is not awaited, as far as is known; -infinity: it never is, infinity: that has no end.';
COMMENT ON COLUMN notification.duties.settled_due_time IS 'The due instant where nothing is owed any more under the duty''s occasion, so that it is taken out of calendars; else null.';
CREATE INDEX duties_owed ON notification.duties (due_time, resource, ordinal) WHERE owed;
CREATE INDEX duties_plan ON notification.duties (plan);
CREATE INDEX duties_settled ON notification.duties (settled_due_time) WHERE settled_due_time IS NOT NULL;

COMMENT ON TABLE notification.obligations IS 'Of the version before there were duties, which alone reads and writes it.';
COMMENT ON TABLE notification.stream_cursor IS 'Of the version before there were duties, which alone reads and writes it.';

GRANT SELECT, INSERT, UPDATE ON notification.duty_cursors TO lianfang_notification;
GRANT SELECT, INSERT, DELETE ON notification.duties TO lianfang_notification;

COMMIT;
