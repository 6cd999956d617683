BEGIN;
DROP TABLE exchange.record_reads, exchange.record_versions, exchange.record_head, exchange.plans;
COMMIT;
