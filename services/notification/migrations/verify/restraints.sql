BEGIN;
SELECT obligation, document FROM notification.acknowledgements WHERE false;
SELECT pause_key, plan, start_time, end_time, document FROM notification.pauses WHERE false;
ROLLBACK;
