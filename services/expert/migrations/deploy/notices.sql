-- What became of telling the invited: attempts, deliveries, and what the office has to know.
BEGIN;

ALTER TABLE expert.invitations
    ADD COLUMN notice_number bigint      NOT NULL DEFAULT 0,
    ADD COLUMN delivery      text,
    ADD COLUMN noted         smallint    NOT NULL DEFAULT 0,
    ADD COLUMN needs_office  boolean     NOT NULL DEFAULT false,
    ADD COLUMN office_told   boolean     NOT NULL DEFAULT false,
    ADD COLUMN attempts      integer     NOT NULL DEFAULT 0,
    ADD COLUMN next_attempt  timestamptz NOT NULL DEFAULT '-infinity';
COMMENT ON COLUMN expert.invitations.notice_number IS 'Of the invitation''s notice: another address gives another one.';
COMMENT ON COLUMN expert.invitations.delivery IS 'Of the notice that was handed over, as notification calls it.';
COMMENT ON COLUMN expert.invitations.noted IS 'The outcome of that delivery that the engagement knows; 0: none.';
COMMENT ON COLUMN expert.invitations.attempts IS 'Attempts in vain to hand over what is to be told next.';

DROP INDEX expert.invitations_untold;
CREATE INDEX invitations_untold ON expert.invitations (next_attempt, engagement, expert)
    WHERE (needs_office AND NOT office_told) OR (state IN (1, 2) AND told_time IS NULL)
       OR (state IN (3, 4, 5, 6) AND told_time IS NOT NULL AND NOT withdrawal_told AND noted <> 2);
CREATE INDEX invitations_delivery ON expert.invitations (delivery) WHERE delivery IS NOT NULL;

-- Who declined or lapsed before was not told by mail, and is not told years later.
UPDATE expert.invitations SET withdrawal_told = true WHERE state IN (3, 4);

CREATE TABLE expert.deliveries (
    name     text        PRIMARY KEY,
    outcome  smallint    NOT NULL CHECK (outcome IN (1, 2)),
    end_time timestamptz NOT NULL,
    problem  text        NOT NULL
);
COMMENT ON TABLE expert.deliveries IS 'How the mails ended that this service handed over: 1 sent, 2 failed. As notification''s stream says.';

CREATE TABLE expert.cursors (
    source text PRIMARY KEY,
    cursor text NOT NULL
);
COMMENT ON TABLE expert.cursors IS 'Where streams were left off; opaque. Moves in the transaction that stores the change.';
INSERT INTO expert.cursors VALUES ('deliveries', '');

GRANT SELECT, INSERT, UPDATE ON expert.deliveries TO lianfang_expert;
GRANT SELECT, UPDATE ON expert.cursors TO lianfang_expert;

COMMIT;
