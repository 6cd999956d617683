BEGIN;
SELECT acting_region FROM submission.obligations WHERE false;
SELECT 1 / (count(*) = 4)::integer FROM information_schema.columns
WHERE table_schema = 'submission' AND table_name = 'returns' AND column_default IS NOT NULL
  AND column_name IN ('department', 'region', 'industry', 'period');
ROLLBACK;
