-- Contacts, deliveries and the stages they stand for.
BEGIN;

CREATE TABLE notification.contacts (
    name       text    COLLATE "C" PRIMARY KEY,
    region     text    NOT NULL,
    department text    NOT NULL,
    role       integer NOT NULL,
    start_time timestamptz NOT NULL,
    end_time   timestamptz NOT NULL CHECK (end_time > start_time),
    document   bytea   NOT NULL
);
COMMENT ON TABLE notification.contacts IS 'Contacts, serialised Contact, and what lists filter by. They end, they are never deleted.';
CREATE INDEX contacts_place ON notification.contacts (region, department, role);

CREATE TABLE notification.deliveries (
    delivery_id       text        PRIMARY KEY,
    kind              integer     NOT NULL,
    state             integer     NOT NULL,
    contact           text        NOT NULL,
    region            text        NOT NULL,
    department        text        NOT NULL,
    obligations       text[]      NOT NULL,
    create_time       timestamptz NOT NULL,
    next_attempt_time timestamptz,
    lease_holder      uuid,
    lease_time        timestamptz,
    document          bytea       NOT NULL,
    text_body         text        NOT NULL DEFAULT ''
);
COMMENT ON TABLE notification.deliveries IS 'One mail to one recipient: serialised Delivery, what lists filter by, and who is sending it until when (lease).';
CREATE INDEX deliveries_newest ON notification.deliveries (create_time DESC, delivery_id);
CREATE INDEX deliveries_waiting ON notification.deliveries (next_attempt_time) WHERE next_attempt_time IS NOT NULL;
CREATE INDEX deliveries_obligations ON notification.deliveries USING gin (obligations);

CREATE TABLE notification.sent_stages (
    obligation  text NOT NULL,
    stage_key   text NOT NULL,
    recipient   text NOT NULL,
    delivery_id text NOT NULL REFERENCES notification.deliveries,
    PRIMARY KEY (obligation, stage_key, recipient)
);
COMMENT ON TABLE notification.sent_stages IS 'Which stage of which obligation a delivery to a mailbox stands for. The key makes a second one impossible. Append-only.';

GRANT SELECT, INSERT, UPDATE ON notification.contacts, notification.deliveries TO lianfang_notification;
GRANT SELECT, INSERT ON notification.sent_stages TO lianfang_notification;

COMMIT;
