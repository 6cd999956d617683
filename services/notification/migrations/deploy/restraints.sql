-- What holds reminders back.
BEGIN;

CREATE TABLE notification.acknowledgements (
    obligation text  PRIMARY KEY,
    document   bytea NOT NULL
);
COMMENT ON TABLE notification.acknowledgements IS 'A department''s last word on an obligation, serialised Acknowledgement. The audit log has the earlier ones.';

CREATE TABLE notification.pauses (
    pause_key  text        COLLATE "C" PRIMARY KEY,
    plan       text        NOT NULL,
    start_time timestamptz NOT NULL,
    end_time   timestamptz NOT NULL,
    document   bytea       NOT NULL
);
COMMENT ON TABLE notification.pauses IS 'The last pause of each scope (plan, department, region), serialised ReminderPause. The audit log has the earlier ones.';

GRANT SELECT, INSERT, UPDATE ON notification.acknowledgements, notification.pauses TO lianfang_notification;

COMMIT;
