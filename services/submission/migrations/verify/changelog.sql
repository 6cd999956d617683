BEGIN;
SELECT 1 / count(*) FROM submission.changelog_head;
SELECT position, topic, payload, commit_time FROM submission.changelog WHERE false;
ROLLBACK;
