BEGIN;
SELECT revision FROM exchange.reconciliation_runs WHERE false;
ROLLBACK;
