BEGIN;
DROP TABLE submission.returns, submission.obligations, submission.plans, submission.seals, submission.ledger, submission.ledger_heads;
COMMIT;
