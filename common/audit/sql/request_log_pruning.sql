-- Pruning of a service's request log, included like audit_trail.sql beside it. A request that was pruned is never carried out again: an id
-- of UUID version 7 says itself that it is too old, of any other a hash stays.

CREATE TABLE request_log_horizon (
    single        boolean     PRIMARY KEY DEFAULT true CHECK (single),
    pruned_before timestamptz NOT NULL DEFAULT '-infinity',
    pruned_count  bigint      NOT NULL DEFAULT 0
);
COMMENT ON TABLE request_log_horizon IS 'How far the request log was pruned: request ids of UUID version 7 that are older are refused.';
INSERT INTO request_log_horizon DEFAULT VALUES;

CREATE TABLE pruned_requests (
    request_key bytea PRIMARY KEY
);
COMMENT ON TABLE pruned_requests IS 'Request ids that were pruned and do not say how old they are: 16 bytes of a hash of caller and id.';
CREATE INDEX request_log_age ON request_log (create_time);

-- When the UUID was made by its own word; null unless it is of version 7.
CREATE FUNCTION uuid_time(id uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT CASE WHEN substr(id::text, 15, 1) = '7'
                THEN to_timestamp(('x' || substr(id::text, 1, 8) || substr(id::text, 10, 4))::bit(48)::bigint / 1000.0) END
$$;

-- Whether the request of this caller may have been in the log once: it was pruned, or it is older than all that is there. To be asked
-- only of requests that are not in the log.
CREATE FUNCTION request_is_pruned(caller text, id uuid) RETURNS boolean LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
    before constant timestamptz := (SELECT pruned_before FROM request_log_horizon);
BEGIN
    IF before = '-infinity' THEN
        RETURN false;
    END IF;
    RETURN coalesce(uuid_time(id) < before, false)
        OR EXISTS (SELECT FROM pruned_requests
                   WHERE request_key = substring(sha256(convert_to(caller || E'\n' || id::text, 'UTF8')) FOR 16));
END $$;

-- Removes at most so many answers that are older than so many days (at least 30), and answers how many. Ids that do not say themselves
-- how old they are stay, as hashes.
CREATE FUNCTION prune_request_log(keep_days integer, most integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS $$
DECLARE
    cutoff constant timestamptz := date_trunc('day', now(), 'UTC') - greatest(keep_days, 30) * interval '1 day';
    gone   bigint;
BEGIN
    IF NOT EXISTS (SELECT FROM request_log WHERE create_time < cutoff) THEN
        RETURN 0;
    END IF;
    PERFORM FROM request_log_horizon FOR UPDATE;
    WITH old AS (
        DELETE FROM request_log WHERE ctid = ANY (ARRAY(SELECT ctid FROM request_log WHERE create_time < cutoff LIMIT most))
        RETURNING actor, request_id),
    remembered AS (
        INSERT INTO pruned_requests
        SELECT substring(sha256(convert_to(actor || E'\n' || request_id::text, 'UTF8')) FOR 16) FROM old
        WHERE coalesce(uuid_time(request_id) >= cutoff, true) ON CONFLICT DO NOTHING)
    SELECT count(*) INTO gone FROM old;
    UPDATE request_log_horizon SET pruned_before = greatest(pruned_before, cutoff), pruned_count = pruned_count + gone;
    RETURN gone;
END $$;
COMMENT ON FUNCTION prune_request_log IS 'The only way to remove answers of the request log.';

REVOKE ALL ON FUNCTION uuid_time, request_is_pruned, prune_request_log FROM PUBLIC;
