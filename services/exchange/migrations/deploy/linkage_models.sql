-- Editions of the linkage model. Documents are serialised messages of the contract.
BEGIN;

CREATE TABLE exchange.linkage_models (
    name     text   PRIMARY KEY,
    plan     text   NOT NULL,
    number   bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    document bytea  NOT NULL
);
COMMENT ON TABLE exchange.linkage_models IS 'By which weights a plan''s records are linked, were linked, or shall be.';
COMMENT ON COLUMN exchange.linkage_models.number IS 'In the order in which editions were proposed.';
CREATE INDEX linkage_models_plan ON exchange.linkage_models (plan, number);

GRANT SELECT, INSERT, UPDATE ON exchange.linkage_models TO lianfang_exchange;

COMMIT;
