BEGIN;
SELECT name, plan, document FROM exchange.agreements WHERE false;
SELECT plan, document FROM exchange.figure_definitions WHERE false;
ROLLBACK;
