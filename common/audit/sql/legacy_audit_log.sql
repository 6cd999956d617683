-- Moves the rows of the former table audit_log into the chain, included after audit_trail.sql. The name stays as a view: replicas of the
-- version before, which run until a rollout has replaced them, go on inserting into it.
-- In the order in which mutations lock the two, so that nobody waits in a circle.
LOCK TABLE request_log, audit_log IN EXCLUSIVE MODE;

DO $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT array_agg(audit_time ORDER BY audit_id) AS times, array_agg(actor ORDER BY audit_id) AS actors,
               array_agg(method ORDER BY audit_id) AS methods, array_agg(resource ORDER BY audit_id) AS resources,
               array_agg(request_id::text ORDER BY audit_id) AS request_ids, array_agg(detail ORDER BY audit_id) AS details,
               array_agg(CASE WHEN detail LIKE 'refused: %' OR detail LIKE 'rehearsal refused: %' THEN 3
                              WHEN detail LIKE 'rehearsed: %' THEN 4 ELSE 1 END::bigint ORDER BY audit_id) AS outcomes,
               array_agg(''::text ORDER BY audit_id) AS nothing, array_agg(1::bigint ORDER BY audit_id) AS ones
        FROM audit_log GROUP BY audit_id / 5000 ORDER BY audit_id / 5000
    LOOP
        PERFORM append_audit('operations', part.times, part.actors, part.nothing, part.nothing, part.nothing, part.nothing, part.methods,
                             part.resources, part.request_ids, part.outcomes, part.nothing, part.nothing, part.details, part.ones);
    END LOOP;
END $$;

DROP TABLE audit_log;
CREATE VIEW audit_log AS
SELECT sequence AS audit_id, event_time AS audit_time, actor, method, resource, nullif(request_id, '')::uuid AS request_id, detail
FROM audit_events WHERE journal = 'operations';
COMMENT ON VIEW audit_log IS 'For replicas of the version before audit_events; to be dropped by the next migration.';

CREATE FUNCTION append_to_audit_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    PERFORM append_audit('operations', ARRAY[NEW.audit_time], ARRAY[NEW.actor], ARRAY[''], ARRAY[''], ARRAY[''], ARRAY[''],
                         ARRAY[NEW.method], ARRAY[NEW.resource], ARRAY[NEW.request_id::text],
                         ARRAY[CASE WHEN NEW.detail LIKE 'refused: %' OR NEW.detail LIKE 'rehearsal refused: %' THEN 3
                                    WHEN NEW.detail LIKE 'rehearsed: %' THEN 4 ELSE 1 END::bigint], ARRAY[''], ARRAY[''],
                         ARRAY[NEW.detail], ARRAY[1::bigint]);
    RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION append_to_audit_log FROM PUBLIC;
CREATE TRIGGER append_to_audit_log INSTEAD OF INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION append_to_audit_log();
