-- Documents of tasks, inspections, orders, conferences, activities, opinions and files; idempotency, audit and what followers watch.
BEGIN;

CREATE TABLE coordination.plans (
    name     text    NOT NULL,
    edition  integer NOT NULL CHECK (edition > 0),
    document bytea   NOT NULL,
    PRIMARY KEY (name, edition)
);
COMMENT ON TABLE coordination.plans IS 'Editions of plans as fetched from submission: what rules go by while submission is away.';

CREATE TABLE coordination.documents (
    name          text        PRIMARY KEY,
    shelf         smallint    NOT NULL CHECK (shelf BETWEEN 1 AND 9),
    plan          text        NOT NULL,
    office_region text        NOT NULL,
    readers       text[]      NOT NULL,
    departments   text[]      NOT NULL,
    industry      text        NOT NULL,
    credit_code   text        NOT NULL,
    state         integer     NOT NULL,
    sort_time     timestamptz NOT NULL,
    pending       boolean     NOT NULL,
    content       bytea       NOT NULL
);
COMMENT ON TABLE coordination.documents IS 'Serialised messages of the contract; the columns beside them are what rows are found by, and follow from the message.';
COMMENT ON COLUMN coordination.documents.shelf IS '1 task, 2 inspection, 3 order, 4 conference, 5 activity, 6 opinion, 7 file, 8 template of minutes, 9 selection.';
COMMENT ON COLUMN coordination.documents.readers IS 'Departments that may read it; empty: every department of the plan''s region.';
COMMENT ON COLUMN coordination.documents.pending IS 'The service itself has something left to do: somebody to tell, evidence to look for.';
CREATE INDEX documents_shelf ON coordination.documents (shelf, sort_time DESC, name COLLATE "C" DESC);
CREATE INDEX documents_plan ON coordination.documents (plan, shelf);
CREATE INDEX documents_employer ON coordination.documents (credit_code) WHERE credit_code <> '';
CREATE INDEX documents_pending ON coordination.documents (shelf) WHERE pending;

CREATE TABLE coordination.request_log (
    actor        text        NOT NULL,
    request_id   uuid        NOT NULL,
    method       text        NOT NULL,
    request_hash bytea       NOT NULL CHECK (length(request_hash) = 32),
    response     bytea       NOT NULL,
    create_time  timestamptz NOT NULL,
    PRIMARY KEY (actor, request_id)
);
COMMENT ON TABLE coordination.request_log IS 'The first response to every mutation, by who asked and the request id; a repeat answers it.';

CREATE TABLE coordination.changelog_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE coordination.changelog_head IS 'Last position given out. Its row lock puts appending transactions into commit order.';
INSERT INTO coordination.changelog_head DEFAULT VALUES;

CREATE TABLE coordination.changelog (
    position    bigint      PRIMARY KEY,
    topic       text        NOT NULL,
    payload     bytea       NOT NULL,
    commit_time timestamptz NOT NULL
);
COMMENT ON COLUMN coordination.changelog.payload IS 'When it changed, in microseconds, and the name of what changed.';
CREATE INDEX changelog_topic ON coordination.changelog (topic, position);

SET LOCAL search_path = coordination, pg_temp;
\ir ../../../../common/audit/sql/audit_trail.sql
\ir ../../../../common/audit/sql/request_log_pruning.sql
\ir ../../../../common/changelog/sql/changelog_pruning.sql
SELECT prepare_audit(2);

GRANT SELECT, INSERT ON plans, request_log, changelog TO lianfang_coordination;
GRANT SELECT, INSERT, UPDATE ON documents TO lianfang_coordination;
GRANT SELECT, UPDATE ON changelog_head TO lianfang_coordination;
GRANT SELECT ON audit_events, audit_heads, audit_ends, request_log_horizon, pruned_requests, changelog_horizon TO lianfang_coordination;
GRANT EXECUTE ON FUNCTION append_audit, prepare_audit, oldest_audit_month, remove_audit_month TO lianfang_coordination;
GRANT EXECUTE ON FUNCTION uuid_time, request_is_pruned, prune_request_log, prune_changelog TO lianfang_coordination;

COMMIT;
