-- Who may read a row is decided by the region reported on and by the acting region. A return is found by its obligation's columns:
-- its own copies went stale when an amendment gave the obligation to another department. They are no longer written; a later change
-- drops them, when no version that writes them runs any more.
BEGIN;

ALTER TABLE submission.obligations ADD COLUMN acting_region text NOT NULL DEFAULT '';
COMMENT ON COLUMN submission.obligations.acting_region IS 'Region in the certificates of whoever files; empty in rows from before the column.';

ALTER TABLE submission.returns
    ALTER COLUMN department SET DEFAULT '',
    ALTER COLUMN region     SET DEFAULT '',
    ALTER COLUMN industry   SET DEFAULT '',
    ALTER COLUMN period     SET DEFAULT '';

COMMIT;
