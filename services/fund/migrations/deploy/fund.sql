-- Budgets, projects, providers, premium rates. Documents are serialised messages of the contract; the columns beside them are what is
-- searched, sorted and added up by, and follow from the document.
BEGIN;

SET LOCAL search_path = fund, pg_temp;

CREATE TABLE plans (
    name     text    NOT NULL,
    edition  integer NOT NULL CHECK (edition > 0),
    document bytea   NOT NULL,
    PRIMARY KEY (name, edition)
);
COMMENT ON TABLE plans IS 'Editions of plans as fetched from submission: what rules go by while submission is away.';

CREATE TABLE budgets (
    name     text  PRIMARY KEY,
    plan     text  NOT NULL,
    document bytea NOT NULL
);
CREATE INDEX budgets_plan ON budgets (plan, name);

CREATE TABLE projects (
    name          text        PRIMARY KEY,
    plan          text        NOT NULL,
    budget        text        NOT NULL REFERENCES budgets,
    year          integer     NOT NULL,
    state         smallint    NOT NULL CHECK (state BETWEEN 1 AND 14),
    purpose       text        NOT NULL,
    department    text        NOT NULL,
    provider      text        NOT NULL,
    office_region text        NOT NULL,
    committed_fen bigint      NOT NULL CHECK (committed_fen >= 0),
    paid_fen      bigint      NOT NULL CHECK (paid_fen BETWEEN 0 AND committed_fen),
    create_time   timestamptz NOT NULL,
    failed        boolean     NOT NULL,
    document      bytea       NOT NULL
);
COMMENT ON COLUMN projects.committed_fen IS 'What it binds of its budget. Changed only by whoever holds the lock of the budget''s name.';
COMMENT ON COLUMN projects.failed IS 'It failed its acceptance.';
CREATE INDEX projects_budget ON projects (budget, create_time);
CREATE INDEX projects_time ON projects (create_time DESC, name DESC);
CREATE INDEX projects_provider ON projects (provider) WHERE provider <> '';

CREATE TABLE providers (
    name     text       PRIMARY KEY,
    plan     text       NOT NULL,
    kinds    smallint[] NOT NULL,
    document bytea      NOT NULL
);
CREATE INDEX providers_plan ON providers (plan, name);

CREATE TABLE rate_tables (
    name     text  PRIMARY KEY,
    plan     text  NOT NULL,
    document bytea NOT NULL
);
CREATE INDEX rate_tables_plan ON rate_tables (plan, name);

CREATE TABLE rate_lists (
    name       text     PRIMARY KEY,
    plan       text     NOT NULL,
    rate_table text     NOT NULL REFERENCES rate_tables,
    state      smallint NOT NULL CHECK (state BETWEEN 1 AND 3),
    document   bytea    NOT NULL
);
CREATE INDEX rate_lists_plan ON rate_lists (plan, name);
CREATE INDEX rate_lists_rate_table ON rate_lists (rate_table);

CREATE TABLE employer_rates (
    list           text     NOT NULL REFERENCES rate_lists,
    credit_code    text     NOT NULL,
    industry_class smallint NOT NULL,
    percent        smallint NOT NULL,
    corrected      boolean  NOT NULL,
    document       bytea    NOT NULL,
    PRIMARY KEY (list, credit_code)
);
COMMENT ON COLUMN employer_rates.percent IS 'Of the base rate; 0 before rates are proposed.';

CREATE TABLE request_log (
    actor        text        NOT NULL,
    request_id   uuid        NOT NULL,
    method       text        NOT NULL,
    request_hash bytea       NOT NULL CHECK (length(request_hash) = 32),
    response     bytea       NOT NULL,
    create_time  timestamptz NOT NULL,
    PRIMARY KEY (actor, request_id)
);
COMMENT ON TABLE request_log IS 'The first response to every mutation, by who asked and the request id; a repeat answers it.';

CREATE TABLE changelog_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE changelog_head IS 'Last position given out. Its row lock puts appending transactions into commit order.';
INSERT INTO changelog_head DEFAULT VALUES;

CREATE TABLE changelog (
    position    bigint      PRIMARY KEY,
    topic       text        NOT NULL,
    payload     bytea       NOT NULL,
    commit_time timestamptz NOT NULL
);
COMMENT ON COLUMN changelog.payload IS 'When it changed, in microseconds, and the name of the project that did.';
CREATE INDEX changelog_topic ON changelog (topic, position);

\ir ../../../../common/audit/sql/audit_trail.sql
\ir ../../../../common/audit/sql/request_log_pruning.sql
SELECT prepare_audit(2);
\ir ../../../../common/changelog/sql/changelog_pruning.sql

GRANT SELECT, INSERT ON plans, request_log TO lianfang_fund;
GRANT SELECT, INSERT, UPDATE ON budgets, projects, providers, rate_tables, rate_lists, employer_rates TO lianfang_fund;
GRANT SELECT, UPDATE ON changelog_head TO lianfang_fund;
GRANT SELECT, INSERT ON changelog TO lianfang_fund;
GRANT SELECT ON audit_events, audit_heads, audit_ends, request_log_horizon, pruned_requests, changelog_horizon TO lianfang_fund;
GRANT EXECUTE ON FUNCTION append_audit, prepare_audit, oldest_audit_month, remove_audit_month TO lianfang_fund;
GRANT EXECUTE ON FUNCTION uuid_time, request_is_pruned, prune_request_log, prune_changelog TO lianfang_fund;

COMMIT;
