BEGIN;
SELECT name, plan, number, document FROM exchange.linkage_models WHERE false;
ROLLBACK;
