-- Verify evaluation:evaluations on pg

BEGIN;

SELECT 1 / count(*) FROM evaluation.changelog_head;
SELECT position, topic, payload, commit_time FROM evaluation.changelog WHERE false;
SELECT position, plan_id, region, period, industry, indicator, previous FROM evaluation.evaluations WHERE false;

-- What is kept stays as it is.
SELECT 1 / (NOT has_table_privilege('lianfang_evaluation', table_name, 'UPDATE, DELETE, TRUNCATE'))::int
FROM unnest(ARRAY['evaluation.changelog', 'evaluation.evaluations']) AS table_name;

ROLLBACK;
