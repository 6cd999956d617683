-- Plans, obligations, returns and the ledger they follow from.
BEGIN;

CREATE TABLE submission.ledger_heads (
    plan_id     text        PRIMARY KEY,
    edition     integer     NOT NULL DEFAULT 0,
    sequence    bigint      NOT NULL DEFAULT 0,
    entry_hash  bytea,
    commit_time timestamptz
);
COMMENT ON TABLE submission.ledger_heads IS 'The end of each plan''s ledger and its newest edition. The row lock puts the plan''s batches into one order.';

CREATE TABLE submission.ledger (
    plan_id    text   NOT NULL REFERENCES submission.ledger_heads,
    sequence   bigint NOT NULL CHECK (sequence > 0),
    entry      bytea  NOT NULL,
    entry_hash bytea  NOT NULL CHECK (length(entry_hash) = 32),
    return_id  text,
    PRIMARY KEY (plan_id, sequence)
);
COMMENT ON TABLE submission.ledger IS 'The facts: serialised LedgerEntry messages, hash-chained. Append-only: the service may neither update nor delete.';
CREATE INDEX ledger_return ON submission.ledger (plan_id, return_id, sequence) WHERE return_id IS NOT NULL;

CREATE TABLE submission.seals (
    plan_id        text   NOT NULL,
    first_sequence bigint NOT NULL,
    last_sequence  bigint NOT NULL,
    seal           bytea  NOT NULL,
    signature      bytea  NOT NULL CHECK (length(signature) = 64),
    key_id         text   NOT NULL,
    PRIMARY KEY (plan_id, last_sequence),
    FOREIGN KEY (plan_id, first_sequence) REFERENCES submission.ledger,
    FOREIGN KEY (plan_id, last_sequence) REFERENCES submission.ledger,
    CHECK (first_sequence <= last_sequence)
);
COMMENT ON TABLE submission.seals IS 'Signed Merkle roots over runs of entries. Append-only.';

CREATE TABLE submission.plans (
    plan_id      text        NOT NULL,
    edition      integer     NOT NULL CHECK (edition > 0),
    document     bytea       NOT NULL,
    publish_time timestamptz NOT NULL,
    PRIMARY KEY (plan_id, edition)
);
COMMENT ON TABLE submission.plans IS 'Plan documents by edition, as published. Append-only.';

CREATE TABLE submission.obligations (
    plan_id       text        NOT NULL,
    obligation_id text        NOT NULL,
    due_time      timestamptz NOT NULL,
    department    text        NOT NULL,
    region        text        NOT NULL,
    industry      text        NOT NULL,
    period        text        NOT NULL,
    document      bytea       NOT NULL,
    PRIMARY KEY (plan_id, obligation_id)
);
COMMENT ON TABLE submission.obligations IS 'Obligations as they stand: serialised Obligation messages and what lists filter by.';
CREATE INDEX obligations_due ON submission.obligations (due_time, plan_id, obligation_id);

CREATE TABLE submission.returns (
    plan_id    text    NOT NULL,
    return_id  text    NOT NULL,
    state      integer NOT NULL,
    department text    NOT NULL,
    region     text    NOT NULL,
    industry   text    NOT NULL,
    period     text    NOT NULL,
    document   bytea   NOT NULL,
    PRIMARY KEY (plan_id, return_id),
    FOREIGN KEY (plan_id, return_id) REFERENCES submission.obligations
);
COMMENT ON TABLE submission.returns IS 'Returns as they stand, a projection of the ledger; the ledger''s audit replays the entries and compares.';

GRANT SELECT, INSERT, UPDATE ON submission.ledger_heads, submission.obligations, submission.returns TO lianfang_submission;
GRANT SELECT, INSERT ON submission.ledger, submission.seals, submission.plans TO lianfang_submission;

COMMIT;
