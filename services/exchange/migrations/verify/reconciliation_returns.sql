BEGIN;
SELECT returns, rules FROM exchange.reconciliation_runs WHERE false;
ROLLBACK;
