BEGIN;
SELECT template, version, document FROM notification.template_versions WHERE false;
SELECT 1 / (NOT has_table_privilege('lianfang_notification', 'notification.template_versions', 'UPDATE, DELETE'))::integer;
ROLLBACK;
