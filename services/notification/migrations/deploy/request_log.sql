-- Idempotency and audit of every mutation.
BEGIN;

CREATE TABLE notification.request_log (
    actor        text        NOT NULL,
    request_id   uuid        NOT NULL,
    method       text        NOT NULL,
    request_hash bytea       NOT NULL CHECK (length(request_hash) = 32),
    response     bytea       NOT NULL,
    create_time  timestamptz NOT NULL,
    PRIMARY KEY (actor, request_id)
);
COMMENT ON TABLE notification.request_log IS 'The first response to every mutation, by who asked and the request id; a repeat answers it.';

CREATE TABLE notification.audit_log (
    audit_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    audit_time timestamptz NOT NULL,
    actor      text        NOT NULL,
    method     text        NOT NULL,
    resource   text        NOT NULL,
    request_id uuid        NOT NULL,
    detail     text        NOT NULL
);
COMMENT ON TABLE notification.audit_log IS 'Who changed what, when. Append-only: the service may neither update nor delete.';
CREATE INDEX audit_log_resource ON notification.audit_log (resource, audit_id);

GRANT SELECT, INSERT ON notification.request_log, notification.audit_log TO lianfang_notification;

COMMIT;
