BEGIN;
DROP TABLE expert.changelog, expert.changelog_head;
COMMIT;
