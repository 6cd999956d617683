-- Deploy expert:logs to pg
-- What common/pg/request_log.h keeps: responses for repeats of a request, and the audit trail, which only grows.

BEGIN;

CREATE TABLE expert.request_log (
  actor        text        NOT NULL,  -- identity URI of the caller
  request_id   uuid        NOT NULL,
  method       text        NOT NULL,
  request_hash bytea       NOT NULL CHECK (octet_length(request_hash) = 32),
  response     bytea       NOT NULL,
  create_time  timestamptz NOT NULL,
  PRIMARY KEY (actor, request_id)
);

CREATE TABLE expert.audit_log (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  audit_time timestamptz NOT NULL,
  actor      text        NOT NULL,
  method     text        NOT NULL,
  resource   text        NOT NULL,
  request_id uuid        NOT NULL,
  detail     text        NOT NULL
);

GRANT SELECT, INSERT ON expert.request_log, expert.audit_log TO lianfang_expert;

COMMIT;
