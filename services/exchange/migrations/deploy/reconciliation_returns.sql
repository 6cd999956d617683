-- What a run has seen of the returns, and how the rules stood after it.
BEGIN;

ALTER TABLE exchange.reconciliation_runs
    ADD COLUMN returns text  NOT NULL DEFAULT '',
    ADD COLUMN rules   bytea NOT NULL DEFAULT '';
COMMENT ON COLUMN exchange.reconciliation_runs.returns IS 'Where the plan''s ledger of returns stood; empty: it could not be read.';
COMMENT ON COLUMN exchange.reconciliation_runs.rules IS 'ListDiscrepancyRulesResponse: when each rule was last applied.';

COMMIT;
