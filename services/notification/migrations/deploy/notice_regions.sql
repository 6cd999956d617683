-- Deliveries belong to a region, and only those who stand at it or above it see them. Notices to mailboxes had none: they get that of
-- whoever sent them, whose identity is in the document.
BEGIN;

UPDATE notification.deliveries
SET region = substring(encode(document, 'escape') FROM 'spiffe://[^/ ]+/region/([0-9]{6})/department/')
WHERE region = '' AND kind = 2 AND encode(document, 'escape') ~ 'spiffe://[^/ ]+/region/[0-9]{6}/department/';

COMMIT;
