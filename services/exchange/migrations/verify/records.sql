BEGIN;
SELECT name, edition, document FROM exchange.plans WHERE false;
SELECT 1 / count(*) FROM exchange.record_head;
SELECT position, name, version, sealed FROM exchange.record_versions WHERE false;
SELECT read_id, record, reader, document FROM exchange.record_reads WHERE false;
SELECT 1 / (NOT has_table_privilege('lianfang_exchange', 'exchange.record_reads', 'UPDATE, DELETE'))::integer;
SELECT 1 / (NOT has_table_privilege('lianfang_exchange', 'exchange.record_versions', 'DELETE'))::integer;
ROLLBACK;
