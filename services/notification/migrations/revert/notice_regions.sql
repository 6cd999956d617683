-- The version before takes a region for that of a contact's department, and shows the office every delivery: nothing to take back.
BEGIN;
COMMIT;
