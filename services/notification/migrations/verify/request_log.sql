BEGIN;
SELECT actor, request_id, method, request_hash, response, create_time FROM notification.request_log WHERE false;
SELECT audit_id, audit_time, actor, method, resource, request_id, detail FROM notification.audit_log WHERE false;
SELECT 1 / (NOT has_table_privilege('lianfang_notification', 'notification.audit_log', 'UPDATE, DELETE'))::integer;
ROLLBACK;
