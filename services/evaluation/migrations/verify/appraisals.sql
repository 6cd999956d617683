BEGIN;
SELECT name, plan_id, proven_date, document FROM evaluation.concealments WHERE false;
SELECT plan_id, region, period, number, publish_time, head, document FROM evaluation.appraisal_editions WHERE false;
SELECT actor, request_id, method, request_hash, response, create_time FROM evaluation.request_log WHERE false;
SELECT 1 / has_function_privilege('lianfang_evaluation', 'evaluation.prune_request_log(integer, integer)', 'EXECUTE')::integer;
ROLLBACK;
