BEGIN;
SELECT head FROM exchange.discrepancies WHERE false;
SELECT 'exchange.forget_discrepancy_head()'::regprocedure;
ROLLBACK;
