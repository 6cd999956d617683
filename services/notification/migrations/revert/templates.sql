BEGIN;
DROP TABLE notification.template_versions;
COMMIT;
