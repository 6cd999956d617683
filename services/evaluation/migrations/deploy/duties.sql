-- Duties of every source as last received, and how far each source was received. Each source is received from its beginning.
BEGIN;

CREATE TABLE evaluation.duty_cursors (
  source text PRIMARY KEY,
  cursor text NOT NULL  -- opaque, the source's own; moves in the transaction that stores the change
);

-- A change replaces all duties of its resource. They tell their own past, so none but the last ones are kept.
CREATE TABLE evaluation.duties (
  source   text    COLLATE "C" NOT NULL,
  resource text    COLLATE "C" NOT NULL,
  ordinal  integer NOT NULL CHECK (ordinal >= 0),  -- in the order in which they follow each other
  plan_id  text    NOT NULL,
  region   text    COLLATE "C" NOT NULL,           -- that it is about
  document bytea   NOT NULL,                       -- lianfang.duty.v1.Duty, without the words that nothing is counted by
  PRIMARY KEY (source, resource, ordinal)
);

CREATE INDEX duties_by_region ON evaluation.duties (plan_id, region);

GRANT SELECT, INSERT, UPDATE ON evaluation.duty_cursors TO lianfang_evaluation;
GRANT SELECT, INSERT, DELETE ON evaluation.duties TO lianfang_evaluation;

COMMIT;
