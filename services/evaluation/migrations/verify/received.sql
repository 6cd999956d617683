-- Verify evaluation:received on pg

BEGIN;

SELECT plan_id, edition, publish_time, document FROM evaluation.plan_editions WHERE false;
SELECT position, cursor, plan_id, obligation, commit_time, document FROM evaluation.obligation_changes WHERE false;
SELECT position, cursor, plan_id, obligation, commit_time, document FROM evaluation.return_changes WHERE false;

-- Both streams have their cursor: the division by zero is the failure.
SELECT 1 / (count(*) = 2)::int FROM evaluation.stream_cursors WHERE stream IN ('obligations', 'returns');

-- The history only grows.
SELECT 1 / (NOT has_table_privilege('lianfang_evaluation', table_name, 'UPDATE, DELETE, TRUNCATE'))::int
FROM unnest(ARRAY['evaluation.plan_editions', 'evaluation.obligation_changes', 'evaluation.return_changes']) AS table_name;
SELECT 1 / (NOT has_table_privilege('lianfang_evaluation', 'evaluation.stream_cursors', 'INSERT, DELETE, TRUNCATE'))::int;

ROLLBACK;
