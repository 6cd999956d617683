-- Lists that ask for no evidence read the head, which is small and stays so.
BEGIN;

ALTER TABLE exchange.discrepancies ADD COLUMN head bytea NOT NULL DEFAULT '';
COMMENT ON COLUMN exchange.discrepancies.head IS 'The document without evidence, links and steps; empty: not written yet, the document has it all.';

-- The version before knows no heads and changes documents alone: what it leaves behind is no head of the new document. A saved document always
-- has another etag, and so another head.
CREATE FUNCTION exchange.forget_discrepancy_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.document <> OLD.document AND NEW.head = OLD.head THEN
        NEW.head := '';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER discrepancies_head BEFORE UPDATE ON exchange.discrepancies
    FOR EACH ROW EXECUTE FUNCTION exchange.forget_discrepancy_head();

COMMIT;
