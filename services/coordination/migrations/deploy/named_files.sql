-- A file that something names is never removed, whichever version of the service named it.
BEGIN;
SET LOCAL search_path = coordination, pg_temp;

-- As before, but a file that a document of its plan names counts as named, although nobody has said so: a replica of the version before does not.
-- Names are in the serialised messages as they are. Each statement sees what was committed before it: what is named while this one waits, too.
CREATE OR REPLACE FUNCTION drop_unused_files(before timestamptz, most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
    unused text[];
    gone bigint;
BEGIN
    unused := ARRAY(
        SELECT name FROM documents WHERE shelf = 7 AND pending AND sort_time < before
        ORDER BY sort_time LIMIT most FOR UPDATE SKIP LOCKED);
    UPDATE documents f SET pending = false WHERE f.name = ANY(unused) AND EXISTS (
        SELECT FROM documents d
        WHERE d.plan = f.plan AND d.shelf <> 7 AND position(convert_to(f.name, 'UTF8') IN d.content) > 0);
    DELETE FROM documents WHERE name = ANY(unused) AND pending;
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

COMMIT;
