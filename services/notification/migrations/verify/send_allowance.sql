BEGIN;
SELECT 1 / count(*) FROM notification.send_allowance;
SELECT tokens, fill_time FROM notification.send_allowance WHERE false;
ROLLBACK;
