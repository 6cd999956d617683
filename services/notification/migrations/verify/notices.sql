BEGIN;
SELECT notice_id, template, document, create_time FROM notification.notices WHERE false;
SELECT notice_id FROM notification.deliveries WHERE false;
ROLLBACK;
