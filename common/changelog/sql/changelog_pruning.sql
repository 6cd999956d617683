-- Pruning of a service's changelog, included by its migration `changelog_pruning`. Positions have no gaps, so the oldest change that is left
-- says by itself up to where the changelog was pruned: a cursor before it is refused (common/changelog/changelog.h).

CREATE TABLE changelog_horizon (
    single         boolean PRIMARY KEY DEFAULT true CHECK (single),
    pruned_through bigint  NOT NULL DEFAULT 0
);
COMMENT ON TABLE changelog_horizon IS 'Position of the last change that was pruned; a change that is missing after it was lost otherwise.';
INSERT INTO changelog_horizon DEFAULT VALUES;

-- Removes at most so many of the oldest changes, those that are older than so many days (at least 183), and answers how many. The newest
-- change stays: cursors are compared with it.
CREATE FUNCTION prune_changelog(keep_days integer, most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
    cutoff constant timestamptz := date_trunc('day', now(), 'UTC') - greatest(keep_days, 183) * interval '1 day';
    before bigint;
    last   bigint;
BEGIN
    SELECT pruned_through INTO before FROM changelog_horizon FOR UPDATE;
    -- The oldest changes up to the first one that is young enough to stay.
    WITH oldest AS (SELECT position, commit_time FROM changelog ORDER BY position LIMIT most),
         kept AS (SELECT min(position) AS position FROM oldest WHERE commit_time >= cutoff),
         newest AS (SELECT max(position) AS position FROM changelog)
    SELECT max(oldest.position) INTO last FROM oldest, kept, newest
    WHERE oldest.position < newest.position AND (kept.position IS NULL OR oldest.position < kept.position);
    IF last IS NULL THEN
        RETURN 0;
    END IF;
    DELETE FROM changelog WHERE position <= last;
    UPDATE changelog_horizon SET pruned_through = last;
    RETURN last - before;
END $$;
COMMENT ON FUNCTION prune_changelog IS 'The only way to remove changes of the changelog.';

REVOKE ALL ON FUNCTION prune_changelog FROM PUBLIC;
