BEGIN;
DROP TABLE notification.changelog, notification.changelog_head;
COMMIT;
