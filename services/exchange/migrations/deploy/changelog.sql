-- What followers watch: what changed, in commit order, without gaps.
BEGIN;

CREATE TABLE exchange.changelog_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE exchange.changelog_head IS 'Last position given out. Its row lock puts appending transactions into commit order.';
INSERT INTO exchange.changelog_head DEFAULT VALUES;

CREATE TABLE exchange.changelog (
    position    bigint      PRIMARY KEY,
    topic       text        NOT NULL,
    payload     bytea       NOT NULL,
    commit_time timestamptz NOT NULL
);
COMMENT ON COLUMN exchange.changelog.payload IS 'Of the topic records: up to which position there are versions. Of others: the name of what changed.';
CREATE INDEX changelog_topic ON exchange.changelog (topic, position);

GRANT SELECT, UPDATE ON exchange.changelog_head TO lianfang_exchange;
GRANT SELECT, INSERT ON exchange.changelog TO lianfang_exchange;

COMMIT;
