BEGIN;
SELECT source, cursor FROM notification.duty_cursors WHERE false;
SELECT resource, ordinal, source, plan, department, acting_region, owed, due_time, awaited_until, settled_due_time, document
    FROM notification.duties WHERE false;
ROLLBACK;
