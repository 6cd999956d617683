BEGIN;
SELECT 1 / has_function_privilege('lianfang_coordination', 'coordination.drop_unused_files(timestamptz, integer)', 'EXECUTE')::integer;
ROLLBACK;
