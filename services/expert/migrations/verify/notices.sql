BEGIN;
SELECT notice_number, delivery, noted, needs_office, office_told, attempts, next_attempt FROM expert.invitations WHERE false;
SELECT name, outcome, end_time, problem FROM expert.deliveries WHERE false;
SELECT 1 / count(*) FROM expert.cursors WHERE source = 'deliveries';
ROLLBACK;
