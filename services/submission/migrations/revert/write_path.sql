BEGIN;
ALTER TABLE submission.ledger_heads RESET (fillfactor);
ALTER TABLE submission.returns RESET (fillfactor);
ALTER TABLE submission.obligations RESET (fillfactor);
ALTER TABLE submission.ledger ADD CONSTRAINT ledger_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES submission.ledger_heads;
ALTER TABLE submission.request_log DROP CONSTRAINT request_log_pkey, ADD PRIMARY KEY (actor, request_id);
COMMIT;
