-- Idempotency of every mutation.
BEGIN;

CREATE TABLE exchange.request_log (
    actor        text        NOT NULL,
    request_id   uuid        NOT NULL,
    method       text        NOT NULL,
    request_hash bytea       NOT NULL CHECK (length(request_hash) = 32),
    response     bytea       NOT NULL,
    create_time  timestamptz NOT NULL,
    PRIMARY KEY (actor, request_id)
);
COMMENT ON TABLE exchange.request_log IS 'The first response to every mutation, by who asked and the request id; a repeat answers it.';

GRANT SELECT, INSERT ON exchange.request_log TO lianfang_exchange;

COMMIT;
