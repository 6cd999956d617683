-- Verify expert:logs on pg

BEGIN;

SELECT actor, request_id, method, request_hash, response, create_time FROM expert.request_log WHERE false;
SELECT id, audit_time, actor, method, resource, request_id, detail FROM expert.audit_log WHERE false;

-- The audit trail only grows: the division by zero is the failure.
SELECT 1 / (NOT has_table_privilege('lianfang_expert', 'expert.audit_log', 'UPDATE, DELETE, TRUNCATE'))::int;
SELECT 1 / has_table_privilege('lianfang_expert', 'expert.audit_log', 'INSERT')::int;

ROLLBACK;
