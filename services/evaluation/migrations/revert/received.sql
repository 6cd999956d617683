-- Revert evaluation:received from pg

BEGIN;

DROP TABLE evaluation.return_changes;
DROP TABLE evaluation.obligation_changes;
DROP TABLE evaluation.plan_editions;
DROP TABLE evaluation.stream_cursors;

COMMIT;
