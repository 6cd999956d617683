-- Revert evaluation:evaluations from pg

BEGIN;

DROP TABLE evaluation.evaluations;
DROP TABLE evaluation.changelog;
DROP TABLE evaluation.changelog_head;

COMMIT;
