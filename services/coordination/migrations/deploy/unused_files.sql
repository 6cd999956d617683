-- Files that were uploaded and that nothing names are removed after a day.
BEGIN;
SET LOCAL search_path = coordination, pg_temp;

CREATE INDEX documents_pending_owner ON documents USING gin (departments) WHERE pending;

-- Removes at most so many files (shelf 7) that were uploaded before an instant and that nothing names, and answers how many. What is being named at
-- this moment is locked, and left.
CREATE FUNCTION drop_unused_files(before timestamptz, most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
    gone bigint;
BEGIN
    WITH unused AS (
        SELECT name FROM documents WHERE shelf = 7 AND pending AND sort_time < before
        ORDER BY sort_time LIMIT most FOR UPDATE SKIP LOCKED),
    dropped AS (
        DELETE FROM documents d USING unused u WHERE d.name = u.name RETURNING d.name)
    SELECT count(*) INTO gone FROM dropped;
    RETURN gone;
END $$;
COMMENT ON FUNCTION drop_unused_files IS 'The only way to remove a document: a file that nothing names.';

REVOKE ALL ON FUNCTION drop_unused_files FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_unused_files TO lianfang_coordination;

COMMIT;
