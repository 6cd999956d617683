BEGIN;
REVOKE DELETE ON notification.sent_stages FROM lianfang_notification;
DROP INDEX notification.sent_stages_delivery, notification.deliveries_state;
DROP TABLE notification.alerted_places, notification.failed_mailboxes;
ALTER TABLE notification.deliveries DROP COLUMN update_time;
COMMIT;
