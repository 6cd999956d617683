-- An audit takes longer than a connection lives, so its callers come back, perhaps to another replica.
BEGIN;

CREATE TABLE submission.ledger_audits (
    plan_id    text        PRIMARY KEY,
    audit_id   uuid        NOT NULL,
    actor      text        NOT NULL,
    start_time timestamptz NOT NULL,
    beat_time  timestamptz NOT NULL,
    ask_time   timestamptz NOT NULL,
    entries    bigint      NOT NULL DEFAULT 0,
    total      bigint      NOT NULL DEFAULT 0,
    outcome    bytea       NOT NULL DEFAULT ''
);
COMMENT ON TABLE submission.ledger_audits IS 'The newest audit of each ledger: how far it is, or what came of it. Nothing is decided by it.';
COMMENT ON COLUMN submission.ledger_audits.beat_time IS 'Last sign of life of the replica that runs it.';
COMMENT ON COLUMN submission.ledger_audits.ask_time IS 'When somebody last asked about it; an audit that nobody asks about ends.';
COMMENT ON COLUMN submission.ledger_audits.outcome IS 'Serialised LedgerAudit once it has ended; empty before.';

GRANT SELECT, INSERT, UPDATE ON submission.ledger_audits TO lianfang_submission;

COMMIT;
