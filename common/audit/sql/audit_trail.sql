-- The audit trail of one service, the same in every service's schema: its migration sets the search path to the schema, includes this
-- file, and grants its role what it needs (services/*/migrations/deploy/audit_trail.sql).
--
-- Rows are added by append_audit alone, which chains them; the service's role may read them, and neither insert, update nor delete.
-- common/audit/README.md has the whole.

-- The end of each chain. Whoever adds rows locks it until the end of the transaction.
CREATE TABLE audit_heads (
    journal    text        PRIMARY KEY CHECK (journal IN ('operations', 'reads')),
    sequence   bigint      NOT NULL DEFAULT 0,
    event_time timestamptz NOT NULL DEFAULT '-infinity',
    chain_hash bytea       NOT NULL CHECK (length(chain_hash) = 32)
);
COMMENT ON TABLE audit_heads IS 'The last row of each chain of audit rows.';
INSERT INTO audit_heads (journal, chain_hash)
SELECT journal, sha256(convert_to('lianfang-audit/' || current_schema() || '/' || journal, 'UTF8')) FROM (VALUES ('operations'), ('reads')) AS j(journal);

CREATE TABLE audit_events (
    journal            text        NOT NULL,
    sequence           bigint      NOT NULL,
    event_time         timestamptz NOT NULL,
    actor              text        NOT NULL,
    certificate_serial text        NOT NULL,
    address            text        NOT NULL,
    proxy              text        NOT NULL,
    on_behalf_of       text        NOT NULL,
    method             text        NOT NULL,
    resource           text        NOT NULL,
    request_id         text        NOT NULL,
    outcome            smallint    NOT NULL,
    reason             text        NOT NULL,
    purpose            text        NOT NULL,
    detail             text        NOT NULL,
    count              bigint      NOT NULL,
    row_hash           bytea       NOT NULL,
    chain_hash         bytea       NOT NULL,
    PRIMARY KEY (journal, sequence, event_time)
) PARTITION BY LIST (journal);
COMMENT ON TABLE audit_events IS 'Who did what, who was refused, who read personal data. Each journal is a hash chain.';
CREATE INDEX ON audit_events (resource, sequence);
CREATE TABLE audit_operations PARTITION OF audit_events FOR VALUES IN ('operations') PARTITION BY RANGE (event_time);
CREATE TABLE audit_reads PARTITION OF audit_events FOR VALUES IN ('reads') PARTITION BY RANGE (event_time);
-- What has no partition of its month goes here, so that no row is ever refused; prepare_audit moves it on.
CREATE TABLE audit_operations_default PARTITION OF audit_operations DEFAULT;
CREATE TABLE audit_reads_default PARTITION OF audit_reads DEFAULT;

CREATE TABLE audit_ends (
    journal          text        NOT NULL,
    first_sequence   bigint      NOT NULL,
    last_sequence    bigint      NOT NULL,
    row_count        bigint      NOT NULL,
    first_event_time timestamptz NOT NULL,
    last_event_time  timestamptz NOT NULL,
    chain_hash       bytea       NOT NULL,
    remove_time      timestamptz NOT NULL,
    signature        bytea       NOT NULL,
    key_id           text        NOT NULL,
    PRIMARY KEY (journal, last_sequence)
);
COMMENT ON TABLE audit_ends IS 'The ends of rows that were removed when their time of keeping was over. Kept for ever.';

-- Adds rows to a chain, in their order, and answers how many. One element of each array is one row. A row's time is neither before the
-- row before it nor in the future.
CREATE FUNCTION append_audit(
    to_journal text, times timestamptz[], actors text[], serials text[], addresses text[], proxies text[], principals text[],
    methods text[], resources text[], request_ids text[], outcomes bigint[], reasons text[], purposes text[], details text[],
    counts bigint[]
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    head   audit_heads%ROWTYPE;
    kept   timestamptz[];
    hashes bytea[];
    chain  bytea[];
    total  bigint := cardinality(times);
BEGIN
    IF total = 0 THEN
        RETURN 0;
    END IF;
    SELECT * INTO STRICT head FROM audit_heads WHERE journal = to_journal FOR UPDATE;
    SELECT array_agg(at ORDER BY place) INTO kept FROM (
        SELECT place, greatest(head.event_time, max(least(given, clock_timestamp() + interval '1 minute')) OVER (ORDER BY place)) AS at
        FROM unnest(times) WITH ORDINALITY AS t(given, place)) AS monotone;
    SELECT array_agg(sha256(convert_to(
        octet_length(to_journal) || ':' || to_journal || ','
        || octet_length((head.sequence + place)::text) || ':' || (head.sequence + place)::text || ','
        || octet_length(micros) || ':' || micros || ','
        || octet_length(actor) || ':' || actor || ','
        || octet_length(serial) || ':' || serial || ','
        || octet_length(address) || ':' || address || ','
        || octet_length(proxy) || ':' || proxy || ','
        || octet_length(principal) || ':' || principal || ','
        || octet_length(method) || ':' || method || ','
        || octet_length(resource) || ':' || resource || ','
        || octet_length(request_id) || ':' || request_id || ','
        || octet_length(outcome::text) || ':' || outcome || ','
        || octet_length(reason) || ':' || reason || ','
        || octet_length(purpose) || ':' || purpose || ','
        || octet_length(detail) || ':' || detail || ','
        || octet_length(counted::text) || ':' || counted || ',', 'UTF8')) ORDER BY place) INTO hashes
    FROM (
        SELECT *, ((extract(epoch FROM at) * 1000000)::bigint)::text AS micros
        FROM unnest(kept, actors, serials, addresses, proxies, principals, methods, resources, request_ids, outcomes, reasons, purposes,
                    details, counts)
        WITH ORDINALITY AS r(at, actor, serial, address, proxy, principal, method, resource, request_id, outcome, reason, purpose, detail,
                             counted, place)) AS fields;
    FOR i IN 1 .. total LOOP
        head.chain_hash := sha256(head.chain_hash || hashes[i]);
        chain[i] := head.chain_hash;
    END LOOP;
    INSERT INTO audit_events
    SELECT to_journal, head.sequence + place, at, actor, serial, address, proxy, principal, method, resource, request_id, outcome, reason,
           purpose, detail, counted, row_hash, linked
    FROM unnest(kept, actors, serials, addresses, proxies, principals, methods, resources, request_ids, outcomes, reasons, purposes,
                details, counts, hashes, chain)
    WITH ORDINALITY AS r(at, actor, serial, address, proxy, principal, method, resource, request_id, outcome, reason, purpose, detail,
                         counted, row_hash, linked, place);
    UPDATE audit_heads SET sequence = head.sequence + total, event_time = kept[total], chain_hash = head.chain_hash
    WHERE journal = to_journal;
    RETURN total;
END $$;
COMMENT ON FUNCTION append_audit IS 'The only way to add audit rows: chains them under the lock of the chain''s head.';

-- Makes the partitions of this month and of so many after it, and moves there what the default partitions hold. Answers how many it made.
CREATE FUNCTION prepare_audit(months integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
SET timezone = 'UTC' AS $$
DECLARE
    kind  text;
    month timestamptz;
    fresh text;
    made  integer := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit partitions of ' || current_schema(), 0));
    FOREACH kind IN ARRAY ARRAY['operations', 'reads'] LOOP
        FOR month IN EXECUTE format(
            'SELECT at FROM generate_series(date_trunc(''month'', now()), date_trunc(''month'', now()) + $1 * interval ''1 month'', '
            '''1 month'') AS at UNION SELECT DISTINCT date_trunc(''month'', event_time) FROM %I ORDER BY 1', 'audit_' || kind || '_default')
            USING least(months, 24)
        LOOP
            fresh := format('audit_%s_%s', kind, to_char(month, 'YYYY_MM'));
            CONTINUE WHEN to_regclass(format('%I', fresh)) IS NOT NULL;
            EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING DEFAULTS INCLUDING INDEXES)', fresh, 'audit_' || kind);
            EXECUTE format('WITH moved AS (DELETE FROM %I WHERE event_time >= $1 AND event_time < $1 + interval ''1 month'' RETURNING *) '
                           'INSERT INTO %I SELECT * FROM moved', 'audit_' || kind || '_default', fresh) USING month;
            EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', 'audit_' || kind, fresh, month,
                           month + interval '1 month');
            made := made + 1;
        END LOOP;
    END LOOP;
    RETURN made;
END $$;
COMMENT ON FUNCTION prepare_audit IS 'Makes the partitions of the months to come.';

-- The oldest month of a journal that is over for more than so many days, with its rows' range; nothing where there is none. A journal
-- keeps its rows for at least 183 (operations) or 1096 days (reads), whatever is asked.
CREATE FUNCTION oldest_audit_month(of_journal text, keep_days integer)
RETURNS TABLE (month text, first_sequence bigint, last_sequence bigint, row_count bigint, first_event_time timestamptz,
               last_event_time timestamptz, chain_hash bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT SET timezone = 'UTC' AS $$
DECLARE
    oldest text;
    floor_days constant integer := CASE of_journal WHEN 'reads' THEN 1096 ELSE 183 END;
BEGIN
    SELECT c.relname INTO oldest FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = to_regclass('audit_' || of_journal) AND c.relname ~ '_\d{4}_\d{2}$' ORDER BY c.relname LIMIT 1;
    IF oldest IS NULL OR to_date(right(oldest, 7), 'YYYY_MM')::timestamptz + interval '1 month'
       > now() - greatest(keep_days, floor_days) * interval '1 day' THEN
        RETURN;
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT %L::text, min(sequence), max(sequence), count(*), min(event_time), max(event_time), '
        '(SELECT chain_hash FROM %I ORDER BY sequence DESC LIMIT 1) FROM %I', oldest, oldest, oldest);
END $$;
COMMENT ON FUNCTION oldest_audit_month IS 'What would be removed next.';

-- Removes the month that oldest_audit_month tells of, keeps its end, and says so in the chain of operations. Refused where it is another
-- month, or where its rows do not follow what was removed before.
CREATE FUNCTION remove_audit_month(of_journal text, of_month text, keep_days integer, by_actor text, by_method text, with_signature bytea,
                                   with_key text)
RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
DECLARE
    old       record;
    last_gone bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit partitions of ' || current_schema(), 0));
    SELECT * INTO old FROM oldest_audit_month(of_journal, keep_days);
    IF old IS NULL OR old.month IS DISTINCT FROM of_month THEN
        RETURN false;
    END IF;
    IF old.row_count > 0 THEN
        SELECT coalesce(max(e.last_sequence), 0) INTO last_gone FROM audit_ends e WHERE e.journal = of_journal;
        IF old.first_sequence <> last_gone + 1 OR old.row_count <> old.last_sequence - last_gone THEN
            RAISE EXCEPTION 'the rows of % do not follow row % of the chain: nothing is removed', of_month, last_gone;
        END IF;
        INSERT INTO audit_ends VALUES (of_journal, old.first_sequence, old.last_sequence, old.row_count, old.first_event_time,
                                       old.last_event_time, old.chain_hash, clock_timestamp(), with_signature, with_key);
    END IF;
    -- In the order in which append_audit locks: the head, then the tables. Whoever adds rows waits meanwhile, so not for long.
    PERFORM FROM audit_heads WHERE journal = 'operations' FOR UPDATE;
    PERFORM set_config('lock_timeout', '300ms', true);
    EXECUTE format('DROP TABLE %I', of_month);
    PERFORM append_audit('operations', ARRAY[clock_timestamp()], ARRAY[by_actor], ARRAY[''], ARRAY[''], ARRAY[''], ARRAY[''],
        ARRAY[by_method], ARRAY[of_month], ARRAY[''], ARRAY[1::bigint], ARRAY[''], ARRAY[''],
        ARRAY[CASE WHEN old.row_count > 0
              THEN format('removed rows %s to %s, the chain then was %s', old.first_sequence, old.last_sequence, encode(old.chain_hash, 'hex'))
              ELSE 'removed, it had no rows' END], ARRAY[1::bigint]);
    RETURN true;
END $$;
COMMENT ON FUNCTION remove_audit_month IS 'Removes a month of audit rows whose time of keeping is over; the only way to remove any.';

REVOKE ALL ON FUNCTION append_audit, prepare_audit, oldest_audit_month, remove_audit_month FROM PUBLIC;
