-- Links between records, and discrepancies. Documents are serialised messages of the contract; they hold no personal data.
BEGIN;

CREATE TABLE exchange.links (
    name        text             PRIMARY KEY,
    plan        text             NOT NULL,
    state       integer          NOT NULL,
    probability double precision NOT NULL,
    document    bytea            NOT NULL
);
COMMENT ON TABLE exchange.links IS 'Which records are of one person or case, by the model or by a person.';
CREATE INDEX links_asked ON exchange.links (plan, probability DESC, name) WHERE state = 2;
CREATE INDEX links_plan ON exchange.links (plan, name);

CREATE TABLE exchange.discrepancies (
    name             text        PRIMARY KEY,
    plan             text        NOT NULL,
    state            integer     NOT NULL,
    rule             text        NOT NULL,
    owner_region     text        NOT NULL,
    owner_department text        NOT NULL,
    region           text        NOT NULL,
    industry         text        NOT NULL,
    period           text        NOT NULL,
    parties          text[]      NOT NULL,
    due_time         timestamptz NOT NULL,
    document         bytea       NOT NULL
);
COMMENT ON TABLE exchange.discrepancies IS 'Where records contradict each other. parties: `region/department` of the owner and of those who keep evidence.';
CREATE INDEX discrepancies_plan ON exchange.discrepancies (plan, name);
CREATE INDEX discrepancies_due ON exchange.discrepancies (plan, due_time, name);

CREATE TABLE exchange.reconciliation_runs (
    plan       text   PRIMARY KEY,
    position   bigint NOT NULL,
    agreements text   NOT NULL,
    day        text   NOT NULL
);
COMMENT ON TABLE exchange.reconciliation_runs IS 'What the last run of each plan has seen.';

GRANT SELECT, INSERT, UPDATE, DELETE ON exchange.links TO lianfang_exchange;
GRANT SELECT, INSERT, UPDATE ON exchange.discrepancies, exchange.reconciliation_runs TO lianfang_exchange;

COMMIT;
