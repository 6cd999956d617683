BEGIN;
SELECT only_row, content, save_time FROM notification.working_calendar WHERE false;
ROLLBACK;
