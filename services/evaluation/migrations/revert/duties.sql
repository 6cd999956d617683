BEGIN;
DROP TABLE evaluation.duties, evaluation.duty_cursors;
COMMIT;
