BEGIN;
SELECT acting_region FROM submission.obligations WHERE false;
SELECT 1 / (NOT EXISTS (
    SELECT FROM information_schema.columns
    WHERE table_schema = 'submission' AND table_name = 'returns' AND column_name IN ('department', 'region', 'industry', 'period')
))::integer;
ROLLBACK;
