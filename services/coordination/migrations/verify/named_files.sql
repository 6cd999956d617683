BEGIN;
SELECT 1 / (pg_get_functiondef('coordination.drop_unused_files(timestamptz, integer)'::regprocedure) LIKE '%convert_to%')::integer;
SELECT 1 / has_function_privilege('lianfang_coordination', 'coordination.drop_unused_files(timestamptz, integer)', 'EXECUTE')::integer;
ROLLBACK;
