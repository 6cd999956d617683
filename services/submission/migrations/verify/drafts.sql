BEGIN;
SELECT plan_id, draft_id, department, region, etag, request_hash, document, update_time FROM submission.drafts WHERE false;
ROLLBACK;
