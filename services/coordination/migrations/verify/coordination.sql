BEGIN;
SELECT name, edition, document FROM coordination.plans WHERE false;
SELECT name, shelf, plan, office_region, readers, departments, industry, credit_code, state, sort_time, pending, content
FROM coordination.documents WHERE false;
SELECT actor, request_id, method, request_hash, response, create_time FROM coordination.request_log WHERE false;
SELECT 1 / count(*) FROM coordination.changelog_head;
SELECT position, topic, payload, commit_time FROM coordination.changelog WHERE false;
SELECT 1 / (NOT has_table_privilege('lianfang_coordination', 'coordination.documents', 'DELETE'))::integer;
SET LOCAL search_path = coordination, pg_temp;
\set role lianfang_coordination
\ir ../../../../common/audit/sql/audit_trail_verify.sql
\ir ../../../../common/audit/sql/request_log_pruning_verify.sql
\ir ../../../../common/changelog/sql/changelog_pruning_verify.sql
ROLLBACK;
