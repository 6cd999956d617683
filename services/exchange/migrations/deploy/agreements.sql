-- Agreements on reading, and how figures are counted from records. Documents are serialised messages of the contract.
BEGIN;

CREATE TABLE exchange.agreements (
    name     text  PRIMARY KEY,
    plan     text  NOT NULL,
    document bytea NOT NULL
);
COMMENT ON TABLE exchange.agreements IS 'Agreements with all their editions.';
CREATE INDEX agreements_plan ON exchange.agreements (plan, name);

CREATE TABLE exchange.figure_definitions (
    plan     text  PRIMARY KEY,
    document bytea NOT NULL
);
COMMENT ON TABLE exchange.figure_definitions IS 'How the figures of a plan are counted from records.';

GRANT SELECT, INSERT, UPDATE ON exchange.agreements, exchange.figure_definitions TO lianfang_exchange;

COMMIT;
