BEGIN;
SELECT plan_id, audit_id, actor, start_time, beat_time, ask_time, entries, total, outcome FROM submission.ledger_audits WHERE false;
ROLLBACK;
