BEGIN;
DROP TABLE expert.deliveries, expert.cursors;
DROP INDEX expert.invitations_untold;
CREATE INDEX invitations_untold ON expert.invitations (engagement, expert)
    WHERE (state IN (1, 2) AND told_time IS NULL) OR (state = 5 AND told_time IS NOT NULL AND NOT withdrawal_told);
ALTER TABLE expert.invitations
    DROP COLUMN notice_number, DROP COLUMN delivery, DROP COLUMN noted, DROP COLUMN needs_office, DROP COLUMN office_told,
    DROP COLUMN attempts, DROP COLUMN next_attempt;
COMMIT;
