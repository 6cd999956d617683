BEGIN;
SET LOCAL search_path = fund, pg_temp;
\set role lianfang_fund
\ir ../../../../common/audit/sql/audit_trail_verify.sql
\ir ../../../../common/audit/sql/request_log_pruning_verify.sql
\ir ../../../../common/changelog/sql/changelog_pruning_verify.sql
SELECT name, edition, document FROM plans WHERE false;
SELECT name, plan, document FROM budgets WHERE false;
SELECT name, plan, budget, year, state, purpose, department, provider, office_region, committed_fen, paid_fen, create_time, failed, document
FROM projects WHERE false;
SELECT name, plan, kinds, document FROM providers WHERE false;
SELECT name, plan, document FROM rate_tables WHERE false;
SELECT name, plan, rate_table, state, document FROM rate_lists WHERE false;
SELECT list, credit_code, industry_class, percent, corrected, document FROM employer_rates WHERE false;
SELECT actor, request_id, method, request_hash, response, create_time FROM request_log WHERE false;
SELECT 1 / count(*) FROM changelog_head;
SELECT position, topic, payload, commit_time FROM changelog WHERE false;
SELECT 1 / (NOT has_table_privilege('lianfang_fund', 'projects', 'DELETE'))::integer;
ROLLBACK;
