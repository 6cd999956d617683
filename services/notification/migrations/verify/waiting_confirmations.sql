BEGIN;
SELECT revision, stage_key, contact, commit_time, document FROM notification.waiting_confirmations WHERE false;
ROLLBACK;
