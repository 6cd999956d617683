BEGIN;
DROP TABLE exchange.changelog, exchange.changelog_head;
COMMIT;
