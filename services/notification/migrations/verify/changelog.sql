BEGIN;
SELECT 1 / count(*) FROM notification.changelog_head;
SELECT position, topic, payload, commit_time FROM notification.changelog WHERE false;
ROLLBACK;
