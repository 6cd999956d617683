-- Who may read a row is decided by the region reported on and by the acting region. A return is found by its obligation's columns:
-- its own copies went stale when an amendment gave the obligation to another department.
BEGIN;

ALTER TABLE submission.obligations ADD COLUMN acting_region text NOT NULL DEFAULT '';
COMMENT ON COLUMN submission.obligations.acting_region IS 'Region in the certificates of whoever files.';

ALTER TABLE submission.returns DROP COLUMN department, DROP COLUMN region, DROP COLUMN industry, DROP COLUMN period;

COMMIT;
