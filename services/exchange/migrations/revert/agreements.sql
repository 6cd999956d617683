BEGIN;
DROP TABLE exchange.figure_definitions, exchange.agreements;
COMMIT;
