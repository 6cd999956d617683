BEGIN;
DROP TABLE exchange.request_log;
COMMIT;
