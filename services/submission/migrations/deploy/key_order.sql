-- Keys seal a ledger one after the other. While the signing key is being changed, replicas with the old and the new one run side by
-- side; once the new one has sealed, a seal by the old one would look like a forgery for ever. So it is refused: the replica's callers
-- get UNAVAILABLE (SQLSTATE LF001, common/pg/error.cc) and find one with the new key.
BEGIN;

CREATE INDEX seals_key ON submission.seals (plan_id, key_id, last_sequence);

CREATE FUNCTION submission.refuse_replaced_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    newest text;
BEGIN
    SELECT key_id INTO newest FROM submission.seals WHERE plan_id = NEW.plan_id ORDER BY last_sequence DESC LIMIT 1;
    IF newest <> NEW.key_id AND EXISTS (SELECT FROM submission.seals WHERE plan_id = NEW.plan_id AND key_id = NEW.key_id) THEN
        RAISE EXCEPTION 'the key % of the ledger of % was replaced by the key %', NEW.key_id, NEW.plan_id, newest
            USING ERRCODE = 'LF001';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER key_order BEFORE INSERT ON submission.seals FOR EACH ROW EXECUTE FUNCTION submission.refuse_replaced_key();

COMMIT;
