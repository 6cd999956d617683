BEGIN;
DROP TABLE submission.drafts;
COMMIT;
