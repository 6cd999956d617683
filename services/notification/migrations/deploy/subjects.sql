-- Whoever signs in at the city's single sign-on is found by the subject that a contact has there.
BEGIN;

ALTER TABLE notification.contacts ADD COLUMN subject text NOT NULL DEFAULT '';
COMMENT ON COLUMN notification.contacts.subject IS 'Claim sub of OpenID Connect; empty: nobody signs in as this contact so.';
CREATE INDEX contacts_subject ON notification.contacts (subject) WHERE subject <> '';

COMMIT;
