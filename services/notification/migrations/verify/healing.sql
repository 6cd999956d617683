BEGIN;
SELECT update_time FROM notification.deliveries WHERE false;
SELECT mailbox, email, since, last_failure FROM notification.failed_mailboxes WHERE false;
SELECT region, department, role FROM notification.alerted_places WHERE false;
SELECT 1 / has_table_privilege('lianfang_notification', 'notification.sent_stages', 'DELETE')::integer;
ROLLBACK;
