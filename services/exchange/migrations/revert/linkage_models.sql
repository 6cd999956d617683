BEGIN;
DROP TABLE exchange.linkage_models;
COMMIT;
