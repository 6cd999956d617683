BEGIN;
DROP TABLE submission.changelog, submission.changelog_head;
COMMIT;
