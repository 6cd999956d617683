-- Keys and witnesses are found among the few entries that concern no return. Filings are not in the index, and do not pay for it.
BEGIN;
CREATE INDEX ledger_plan_entries ON submission.ledger (plan_id, sequence) WHERE return_id IS NULL;
COMMIT;
