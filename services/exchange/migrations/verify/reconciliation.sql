BEGIN;
SELECT name, plan, state, probability, document FROM exchange.links WHERE false;
SELECT name, plan, state, rule, owner_region, owner_department, region, industry, period, parties, due_time, document FROM exchange.discrepancies WHERE false;
SELECT plan, position, agreements, day FROM exchange.reconciliation_runs WHERE false;
ROLLBACK;
