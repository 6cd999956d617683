-- Deploy evaluation:received to pg
-- What came from submission's watch streams, as it came. The history only grows, so that a scorecard can be redone as of any instant.

BEGIN;

-- How far each stream has been received. A change and its cursor are saved in one transaction.
CREATE TABLE evaluation.stream_cursors (
  stream text PRIMARY KEY,
  cursor text NOT NULL  -- opaque, submission's; empty: nothing received yet
);

INSERT INTO evaluation.stream_cursors (stream, cursor) VALUES ('obligations', ''), ('returns', '');

CREATE TABLE evaluation.plan_editions (
  plan_id      text        NOT NULL,
  edition      integer     NOT NULL CHECK (edition > 0),
  publish_time timestamptz NOT NULL,
  document     bytea       NOT NULL,  -- lianfang.type.v1.Plan
  PRIMARY KEY (plan_id, edition)
);

CREATE TABLE evaluation.obligation_changes (
  position    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,  -- in submission's commit order
  cursor      text        NOT NULL UNIQUE,                           -- no change is kept twice
  plan_id     text        NOT NULL,
  obligation  text        NOT NULL,                                  -- resource name
  commit_time timestamptz NOT NULL,                                  -- submission's
  document    bytea       NOT NULL                                   -- lianfang.submission.v1.Obligation
);

CREATE INDEX obligation_changes_by_obligation ON evaluation.obligation_changes (plan_id, obligation, position DESC);

CREATE TABLE evaluation.return_changes (
  position    bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cursor      text        NOT NULL UNIQUE,
  plan_id     text        NOT NULL,
  obligation  text        NOT NULL,                                  -- the one that the return answers
  commit_time timestamptz NOT NULL,
  document    bytea       NOT NULL                                   -- lianfang.submission.v1.Return
);

CREATE INDEX return_changes_by_obligation ON evaluation.return_changes (plan_id, obligation, position DESC);

GRANT SELECT, UPDATE ON evaluation.stream_cursors TO lianfang_evaluation;
GRANT SELECT, INSERT ON evaluation.plan_editions, evaluation.obligation_changes, evaluation.return_changes TO lianfang_evaluation;

COMMIT;
