-- Takes audit_trail.sql back. What it has kept is lost, but for what a service's own revert has copied before.
DROP FUNCTION append_audit, prepare_audit, oldest_audit_month, remove_audit_month;
DROP TABLE audit_events, audit_heads, audit_ends;
