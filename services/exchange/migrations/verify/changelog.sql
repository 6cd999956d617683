BEGIN;
SELECT 1 / count(*) FROM exchange.changelog_head;
SELECT position, topic, payload, commit_time FROM exchange.changelog WHERE false;
ROLLBACK;
