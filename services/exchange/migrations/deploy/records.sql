-- Records of the departments, sealed, and who read them. Columns beside the sealed content are what is searched, sorted and filtered by.
BEGIN;

CREATE TABLE exchange.plans (
    name     text    NOT NULL,
    edition  integer NOT NULL CHECK (edition > 0),
    document bytea   NOT NULL,
    PRIMARY KEY (name, edition)
);
COMMENT ON TABLE exchange.plans IS 'Editions of plans as fetched from submission: what rules go by while submission is away.';

CREATE TABLE exchange.record_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    position bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE exchange.record_head IS 'Last position given out. Its row lock puts publishing transactions into commit order.';
INSERT INTO exchange.record_head DEFAULT VALUES;

CREATE TABLE exchange.record_versions (
    position         bigint      PRIMARY KEY,
    name             text        NOT NULL,
    version          bigint      NOT NULL CHECK (version > 0),
    kind             smallint    NOT NULL CHECK (kind BETWEEN 1 AND 6),
    owner_region     text        NOT NULL,
    owner_department text        NOT NULL,
    region           text        NOT NULL,
    industry         text        NOT NULL,
    withdrawn        boolean     NOT NULL,
    newest           boolean     NOT NULL,
    day              date,
    credit_code      text        NOT NULL,
    persons          bytea[]     NOT NULL,
    casualties       text        NOT NULL,
    content_hash     bytea       NOT NULL CHECK (length(content_hash) = 32),
    publish_time     timestamptz NOT NULL,
    algorithm        smallint    NOT NULL,
    key_id           text        NOT NULL,
    sealed           bytea       NOT NULL,
    UNIQUE (name, version)
);
COMMENT ON TABLE exchange.record_versions IS 'Versions of records. None is changed but for being the newest, and for the key that seals it.';
COMMENT ON COLUMN exchange.record_versions.position IS 'In the order of commits, without gaps: what followers go by.';
COMMENT ON COLUMN exchange.record_versions.persons IS 'HMAC-SHA-256 of the ID numbers in it.';
COMMENT ON COLUMN exchange.record_versions.content_hash IS 'HMAC-SHA-256 of what the owner published: a repeat is told from another content.';
COMMENT ON COLUMN exchange.record_versions.algorithm IS 'What sealed is sealed with; 1: AES-256-GCM.';
COMMENT ON COLUMN exchange.record_versions.sealed IS 'The record as published, under the key named by key_id, bound to name and version.';
CREATE UNIQUE INDEX record_versions_newest ON exchange.record_versions (name) WHERE newest;
CREATE INDEX record_versions_owner ON exchange.record_versions (kind, owner_region, owner_department, name) WHERE newest;
CREATE INDEX record_versions_employer ON exchange.record_versions (credit_code, name) WHERE newest AND credit_code <> '';
CREATE INDEX record_versions_persons ON exchange.record_versions USING gin (persons) WHERE newest;

CREATE TABLE exchange.record_reads (
    read_id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record            text        NOT NULL,
    version           bigint      NOT NULL,
    reader            text        NOT NULL,
    reader_region     text        NOT NULL,
    reader_department text        NOT NULL,
    read_time         timestamptz NOT NULL,
    owner_region      text        NOT NULL,
    owner_department  text        NOT NULL,
    revealed          boolean     NOT NULL,
    document          bytea       NOT NULL
);
COMMENT ON TABLE exchange.record_reads IS 'Who has read which record of a person. Append-only: the service may neither update nor delete.';
CREATE INDEX record_reads_owner ON exchange.record_reads (owner_region, owner_department, read_id);
CREATE INDEX record_reads_record ON exchange.record_reads (record, read_id);

GRANT SELECT, INSERT ON exchange.plans TO lianfang_exchange;
GRANT SELECT, UPDATE ON exchange.record_head TO lianfang_exchange;
GRANT SELECT, INSERT, UPDATE (newest, algorithm, key_id, sealed) ON exchange.record_versions TO lianfang_exchange;
GRANT SELECT, INSERT ON exchange.record_reads TO lianfang_exchange;

COMMIT;
