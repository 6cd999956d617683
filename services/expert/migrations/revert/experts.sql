BEGIN;
DROP TABLE expert.bookings, expert.draws, expert.invitations, expert.engagements, expert.experts, expert.plans;
DROP EXTENSION btree_gist;
COMMIT;
