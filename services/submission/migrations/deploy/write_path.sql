-- A department's filings all have one long actor: the request id first, so that a comparison ends at once. The ledger's head row is
-- locked by every transaction that appends to its ledger, so the foreign key to it looks up, row by row, what is known to be there.
BEGIN;

ALTER TABLE submission.request_log DROP CONSTRAINT request_log_pkey, ADD PRIMARY KEY (request_id, actor);
ALTER TABLE submission.ledger DROP CONSTRAINT ledger_plan_id_fkey;
-- Rows that are rewritten in place: room for the new version on the same page, and no index to touch.
ALTER TABLE submission.obligations SET (fillfactor = 60);
ALTER TABLE submission.returns SET (fillfactor = 60);
ALTER TABLE submission.ledger_heads SET (fillfactor = 50);

COMMIT;
