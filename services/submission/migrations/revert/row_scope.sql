BEGIN;
UPDATE submission.returns r
SET department = o.department, region = o.region, industry = o.industry, period = o.period
FROM submission.obligations o
WHERE o.plan_id = r.plan_id AND o.obligation_id = r.return_id;
ALTER TABLE submission.returns
    ALTER COLUMN department DROP DEFAULT,
    ALTER COLUMN region     DROP DEFAULT,
    ALTER COLUMN industry   DROP DEFAULT,
    ALTER COLUMN period     DROP DEFAULT;
ALTER TABLE submission.obligations DROP COLUMN acting_region;
COMMIT;
