BEGIN;

SET LOCAL search_path = fund, pg_temp;
\ir ../../../../common/changelog/sql/changelog_pruning_revert.sql
\ir ../../../../common/audit/sql/request_log_pruning_revert.sql
\ir ../../../../common/audit/sql/audit_trail_revert.sql
DROP TABLE employer_rates, rate_lists, rate_tables, providers, projects, budgets, plans, request_log, changelog, changelog_head;

COMMIT;
