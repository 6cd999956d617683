BEGIN;
DROP TABLE notification.working_calendar;
COMMIT;
