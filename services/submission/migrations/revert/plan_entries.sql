BEGIN;
DROP INDEX submission.ledger_plan_entries;
COMMIT;
