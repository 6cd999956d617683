-- Files that people attach, included by a service's migration with its schema first in search_path: common/files/README.md.

CREATE TABLE files (
    sha256      bytea       PRIMARY KEY CHECK (length(sha256) = 32),
    size_bytes  bigint      NOT NULL CHECK (size_bytes BETWEEN 1 AND 20971520),
    create_time timestamptz NOT NULL
);
COMMENT ON TABLE files IS 'Contents that were attached, each once. Never changed or removed.';

CREATE TABLE file_chunks (
    sha256       bytea  NOT NULL REFERENCES files,
    first_offset bigint NOT NULL,
    data         bytea  NOT NULL CHECK (length(data) BETWEEN 1 AND 524288),
    PRIMARY KEY (sha256, first_offset)
);
COMMENT ON TABLE file_chunks IS 'The pieces of each content, in order and without gaps.';

CREATE TABLE file_uploads (
    upload_id      uuid        PRIMARY KEY,
    parent         text        NOT NULL,
    owner          text        NOT NULL,
    uploader       text        NOT NULL,
    request_hash   bytea       NOT NULL CHECK (length(request_hash) = 32),
    display_name   text        NOT NULL,
    size_bytes     bigint      NOT NULL CHECK (size_bytes BETWEEN 1 AND 20971520),
    sha256         bytea       NOT NULL CHECK (length(sha256) = 32),
    received_bytes bigint      NOT NULL DEFAULT 0 CHECK (received_bytes BETWEEN 0 AND size_bytes),
    create_time    timestamptz NOT NULL
);
COMMENT ON TABLE file_uploads IS 'Files on their way in; removed when they are attached, and after a day.';
CREATE INDEX file_uploads_owner ON file_uploads (owner);
CREATE INDEX file_uploads_age ON file_uploads (create_time);

CREATE TABLE file_upload_chunks (
    upload_id    uuid   NOT NULL REFERENCES file_uploads ON DELETE CASCADE,
    first_offset bigint NOT NULL,
    data         bytea  NOT NULL CHECK (length(data) BETWEEN 1 AND 524288),
    PRIMARY KEY (upload_id, first_offset)
);

-- What is attached is compressed as it is.
ALTER TABLE file_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
ALTER TABLE file_upload_chunks ALTER COLUMN data SET STORAGE EXTERNAL;
