-- Makes the table audit_log again, with the rows of the chain that it has columns for: before audit_trail_revert.sql.
ALTER VIEW audit_log RENAME TO audit_log_view;
CREATE TABLE audit_log (
    audit_id   bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    audit_time timestamptz NOT NULL,
    actor      text        NOT NULL,
    method     text        NOT NULL,
    resource   text        NOT NULL,
    request_id uuid        NOT NULL,
    detail     text        NOT NULL
);
COMMENT ON TABLE audit_log IS 'Who changed what, when. Append-only: the service may neither update nor delete.';
INSERT INTO audit_log (audit_time, actor, method, resource, request_id, detail)
SELECT audit_time, actor, method, resource, request_id, detail FROM audit_log_view WHERE request_id IS NOT NULL ORDER BY audit_id;
CREATE INDEX audit_log_resource ON audit_log (resource, audit_id);
DROP VIEW audit_log_view;
DROP FUNCTION append_to_audit_log;
