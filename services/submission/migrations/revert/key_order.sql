BEGIN;
DROP TRIGGER key_order ON submission.seals;
DROP FUNCTION submission.refuse_replaced_key();
DROP INDEX submission.seals_key;
COMMIT;
