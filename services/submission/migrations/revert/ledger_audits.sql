BEGIN;
DROP TABLE submission.ledger_audits;
COMMIT;
