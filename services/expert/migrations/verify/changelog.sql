BEGIN;
SELECT 1 / count(*) FROM expert.changelog_head;
SELECT position, topic, payload, commit_time FROM expert.changelog WHERE false;
ROLLBACK;
