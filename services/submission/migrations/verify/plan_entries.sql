BEGIN;
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'submission' AND indexname = 'ledger_plan_entries';
ROLLBACK;
