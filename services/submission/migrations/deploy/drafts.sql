-- What departments have prepared and not filed. Neither ledger nor changelog holds it.
BEGIN;

CREATE TABLE submission.drafts (
    plan_id      text        NOT NULL,
    draft_id     text        NOT NULL,
    department   text        NOT NULL,
    region       text        NOT NULL,
    etag         text        NOT NULL,
    request_hash bytea       NOT NULL CHECK (length(request_hash) = 32),
    document     bytea       NOT NULL CHECK (length(document) <= 131072),
    update_time  timestamptz NOT NULL,
    PRIMARY KEY (plan_id, draft_id, department, region)
);
COMMENT ON TABLE submission.drafts IS 'Drafts of returns: serialised ReturnDraft messages. A filing deletes those of its obligation.';
COMMENT ON COLUMN submission.drafts.region IS 'Region in the certificates of the department''s people.';

GRANT SELECT, INSERT, UPDATE, DELETE ON submission.drafts TO lianfang_submission;

COMMIT;
