-- What followers watch: resources that changed, in commit order, without gaps. It begins with every resource that is there.
BEGIN;

CREATE TABLE expert.changelog_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE expert.changelog_head IS 'Last position given out. Its row lock puts appending transactions into commit order.';

CREATE TABLE expert.changelog (
    position    bigint      PRIMARY KEY,
    topic       text        NOT NULL,
    payload     bytea       NOT NULL,
    commit_time timestamptz NOT NULL
);
COMMENT ON COLUMN expert.changelog.payload IS 'When it changed, in microseconds, and the name of what changed.';
CREATE INDEX changelog_topic ON expert.changelog (topic, position);

-- Nothing is saved by the version before while this runs, which would be missed.
LOCK TABLE expert.experts, expert.engagements, expert.draws IN SHARE MODE;
INSERT INTO expert.changelog (position, topic, payload, commit_time)
SELECT row_number() OVER (ORDER BY shelf, name), 'resources',
       convert_to((extract(epoch FROM now()) * 1000000)::bigint || ' ' || name, 'UTF8'), now()
FROM (SELECT 1 AS shelf, name FROM expert.experts
      UNION ALL SELECT 2, name FROM expert.engagements
      UNION ALL SELECT 3, engagement || '/draw' FROM expert.draws) AS resources;
INSERT INTO expert.changelog_head (position) SELECT count(*) FROM expert.changelog;

GRANT SELECT, UPDATE ON expert.changelog_head TO lianfang_expert;
GRANT SELECT, INSERT ON expert.changelog TO lianfang_expert;

COMMIT;
