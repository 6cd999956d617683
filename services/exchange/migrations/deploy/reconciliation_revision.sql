-- A number for each stored mark: a run that was overtaken sees it, also where the mark says again what it said before.
BEGIN;

ALTER TABLE exchange.reconciliation_runs ADD COLUMN revision bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN exchange.reconciliation_runs.revision IS 'Grows by one with every stored mark; a run stores only where it is what the run began with.';

COMMIT;
