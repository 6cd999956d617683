BEGIN;
SELECT 1 / (CASE WHEN count(*) = 0 THEN 1 ELSE 0 END) FROM notification.deliveries
WHERE region = '' AND kind = 2 AND encode(document, 'escape') ~ 'spiffe://[^/ ]+/region/[0-9]{6}/department/';
ROLLBACK;
