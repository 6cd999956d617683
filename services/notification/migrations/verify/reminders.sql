BEGIN;
SELECT name, region, department, role, start_time, end_time, document FROM notification.contacts WHERE false;
SELECT delivery_id, kind, state, contact, region, department, obligations, create_time, next_attempt_time, lease_holder, lease_time, document, text_body
FROM notification.deliveries WHERE false;
SELECT obligation, stage_key, recipient, delivery_id FROM notification.sent_stages WHERE false;
SELECT 1 / (NOT has_table_privilege('lianfang_notification', 'notification.sent_stages', 'UPDATE'))::integer;
ROLLBACK;
