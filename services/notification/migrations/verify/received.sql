BEGIN;
SELECT 1 / count(*) FROM notification.stream_cursor;
SELECT name, edition, document FROM notification.plans WHERE false;
SELECT name, plan, owed, document FROM notification.obligations WHERE false;
SELECT 1 / (NOT has_table_privilege('lianfang_notification', 'notification.plans', 'UPDATE, DELETE'))::integer;
ROLLBACK;
