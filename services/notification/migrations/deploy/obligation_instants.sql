-- Instants of obligations by which they are found: those that nobody can meet any more are not looked at on every tick,
-- and those that are settled before their date are taken out of people's calendars.
BEGIN;

ALTER TABLE notification.obligations ADD COLUMN lock_time timestamptz;
COMMENT ON COLUMN notification.obligations.lock_time IS 'From then on nothing is awaited, as the obligation stands; null: that never comes, or the row was written before this column.';

ALTER TABLE notification.obligations ADD COLUMN settled_due_time timestamptz;
COMMENT ON COLUMN notification.obligations.settled_due_time IS 'The latest due instant of figures that were met or waived; null: none were, or the row was written before this column.';
CREATE INDEX obligations_settled ON notification.obligations (settled_due_time) WHERE settled_due_time IS NOT NULL;

COMMIT;
