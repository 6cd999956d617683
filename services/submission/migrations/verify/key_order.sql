BEGIN;
SELECT 1 / count(*) FROM pg_trigger WHERE tgname = 'key_order' AND tgrelid = 'submission.seals'::regclass AND tgenabled = 'O';
SELECT 1 / count(*) FROM pg_indexes WHERE schemaname = 'submission' AND indexname = 'seals_key';
ROLLBACK;
