BEGIN;
ALTER TABLE exchange.reconciliation_runs DROP COLUMN revision;
COMMIT;
