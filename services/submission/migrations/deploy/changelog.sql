-- What followers watch: changes in commit order, without gaps.
BEGIN;

CREATE TABLE submission.changelog_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE submission.changelog_head IS 'Last position given out. Its row lock puts appending transactions into commit order.';
INSERT INTO submission.changelog_head DEFAULT VALUES;

CREATE TABLE submission.changelog (
    position    bigint      PRIMARY KEY,
    topic       text        NOT NULL,
    payload     bytea       NOT NULL,
    commit_time timestamptz NOT NULL
);
CREATE INDEX changelog_topic ON submission.changelog (topic, position);

GRANT SELECT, UPDATE ON submission.changelog_head TO lianfang_submission;
GRANT SELECT, INSERT ON submission.changelog TO lianfang_submission;

COMMIT;
