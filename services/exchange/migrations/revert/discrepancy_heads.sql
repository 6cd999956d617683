BEGIN;
DROP TRIGGER discrepancies_head ON exchange.discrepancies;
DROP FUNCTION exchange.forget_discrepancy_head();
ALTER TABLE exchange.discrepancies DROP COLUMN head;
COMMIT;
