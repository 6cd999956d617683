BEGIN;
SET LOCAL search_path = coordination, pg_temp;
CREATE OR REPLACE FUNCTION drop_unused_files(before timestamptz, most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
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
COMMIT;
