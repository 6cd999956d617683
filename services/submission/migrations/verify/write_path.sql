BEGIN;
SELECT 1 / count(*) FROM pg_constraint
WHERE conname = 'request_log_pkey' AND conrelid = 'submission.request_log'::regclass
  AND pg_get_constraintdef(oid) = 'PRIMARY KEY (request_id, actor)';
SELECT 1 / (NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'ledger_plan_id_fkey'))::integer;
ROLLBACK;
