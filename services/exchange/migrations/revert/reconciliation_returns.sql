BEGIN;
ALTER TABLE exchange.reconciliation_runs DROP COLUMN returns, DROP COLUMN rules;
COMMIT;
