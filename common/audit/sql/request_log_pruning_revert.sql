-- Takes request_log_pruning.sql back. Requests that were pruned can then be repeated.
DROP FUNCTION uuid_time, request_is_pruned, prune_request_log;
DROP TABLE pruned_requests, request_log_horizon;
DROP INDEX request_log_age;
