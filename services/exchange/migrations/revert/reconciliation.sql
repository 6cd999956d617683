BEGIN;
DROP TABLE exchange.reconciliation_runs, exchange.discrepancies, exchange.links;
COMMIT;
