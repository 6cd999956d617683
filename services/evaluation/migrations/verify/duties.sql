BEGIN;
SELECT source, cursor FROM evaluation.duty_cursors WHERE false;
SELECT source, resource, ordinal, plan_id, region, document FROM evaluation.duties WHERE false;
ROLLBACK;
