BEGIN;
ALTER TABLE submission.returns
    ADD COLUMN department text NOT NULL DEFAULT '',
    ADD COLUMN region     text NOT NULL DEFAULT '',
    ADD COLUMN industry   text NOT NULL DEFAULT '',
    ADD COLUMN period     text NOT NULL DEFAULT '';
UPDATE submission.returns r
SET department = o.department, region = o.region, industry = o.industry, period = o.period
FROM submission.obligations o
WHERE o.plan_id = r.plan_id AND o.obligation_id = r.return_id;
ALTER TABLE submission.obligations DROP COLUMN acting_region;
COMMIT;
