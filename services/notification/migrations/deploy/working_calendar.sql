-- The last table of working days that could be read.
BEGIN;

CREATE TABLE notification.working_calendar (
    only_row  boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    content   bytea       NOT NULL,
    save_time timestamptz NOT NULL
);
COMMENT ON TABLE notification.working_calendar IS 'The file of working days as last read without a fault, byte for byte. Used while the file itself cannot be read.';

GRANT SELECT, INSERT, UPDATE ON notification.working_calendar TO lianfang_notification;

COMMIT;
