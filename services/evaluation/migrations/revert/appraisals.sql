BEGIN;
SET LOCAL search_path = evaluation, pg_temp;
DROP FUNCTION prune_request_log, request_is_pruned, uuid_time;
DROP TABLE concealments, appraisal_editions, request_log, request_log_horizon, pruned_requests;
COMMIT;
