BEGIN;
DROP TABLE notification.sent_stages, notification.deliveries, notification.contacts;
COMMIT;
