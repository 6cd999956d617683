-- Deploy evaluation:evaluations to pg
-- Every evaluation that differed from the one before: followed through the changelog, found through the table.

BEGIN;

-- The tables of common/changelog.
CREATE TABLE evaluation.changelog_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint  NOT NULL DEFAULT 0  -- last one given out; its row lock puts appending transactions into commit order
);

INSERT INTO evaluation.changelog_head DEFAULT VALUES;

CREATE TABLE evaluation.changelog (
  position    bigint      PRIMARY KEY,
  topic       text        NOT NULL,
  payload     bytea       NOT NULL,  -- lianfang.evaluation.v1.Evaluation; its name is the scorecard's
  commit_time timestamptz NOT NULL
);

CREATE INDEX changelog_by_topic ON evaluation.changelog (topic, position);

CREATE TABLE evaluation.evaluations (
  position  bigint PRIMARY KEY REFERENCES evaluation.changelog (position),  -- the evaluation's number
  plan_id   text   NOT NULL,
  region    text   NOT NULL,
  period    text   NOT NULL,
  industry  text   NOT NULL,  -- empty: the industries added up
  indicator text   NOT NULL,
  previous  bigint NOT NULL,  -- position of the evaluation of the same result before; 0: none
  UNIQUE (plan_id, region, period, industry, indicator, previous)  -- two replicas cannot both follow one evaluation
);

CREATE INDEX evaluations_by_scorecard ON evaluation.evaluations (plan_id, region, period, position DESC);

GRANT SELECT, UPDATE ON evaluation.changelog_head TO lianfang_evaluation;
GRANT SELECT, INSERT ON evaluation.changelog, evaluation.evaluations TO lianfang_evaluation;

COMMIT;
