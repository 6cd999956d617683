-- What the office decides of appraisals: concealed accidents, published editions; and the answers to repeats of its requests.
BEGIN;

CREATE TABLE evaluation.concealments (
    name        text  PRIMARY KEY,
    plan_id     text  NOT NULL,
    proven_date date  NOT NULL,
    document    bytea NOT NULL
);
COMMENT ON TABLE evaluation.concealments IS 'Accidents that were proven concealed, as lianfang.evaluation.v1.Concealment with every step of their lives.';
CREATE INDEX concealments_plan ON evaluation.concealments (plan_id, proven_date DESC);

CREATE TABLE evaluation.appraisal_editions (
    plan_id      text        NOT NULL,
    region       text        NOT NULL,
    period       text        NOT NULL,
    number       integer     NOT NULL CHECK (number > 0),
    publish_time timestamptz NOT NULL,
    head         bytea       NOT NULL,
    document     bytea       NOT NULL,
    PRIMARY KEY (plan_id, region, period, number)
);
COMMENT ON TABLE evaluation.appraisal_editions IS 'Appraisals as they were published. Never changed or removed.';
COMMENT ON COLUMN evaluation.appraisal_editions.head IS 'The edition (lianfang.evaluation.v1.AppraisalEdition) without its content, for lists.';

CREATE TABLE evaluation.request_log (
    actor        text        NOT NULL,
    request_id   uuid        NOT NULL,
    method       text        NOT NULL,
    request_hash bytea       NOT NULL CHECK (length(request_hash) = 32),
    response     bytea       NOT NULL,
    create_time  timestamptz NOT NULL,
    PRIMARY KEY (actor, request_id)
);
COMMENT ON TABLE evaluation.request_log IS 'The first response to every mutation, by who asked and the request id; a repeat answers it.';

SET LOCAL search_path = evaluation, pg_temp;
\ir ../../../../common/audit/sql/request_log_pruning.sql

GRANT SELECT, INSERT, UPDATE ON concealments TO lianfang_evaluation;
GRANT SELECT, INSERT ON appraisal_editions, request_log TO lianfang_evaluation;
GRANT SELECT ON request_log_horizon, pruned_requests TO lianfang_evaluation;
GRANT EXECUTE ON FUNCTION uuid_time, request_is_pruned, prune_request_log TO lianfang_evaluation;

COMMIT;
