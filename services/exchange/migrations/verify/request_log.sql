BEGIN;
SELECT actor, request_id, method, request_hash, response, create_time FROM exchange.request_log WHERE false;
ROLLBACK;
