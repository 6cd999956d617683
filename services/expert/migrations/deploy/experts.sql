-- Experts, engagements, draws. Documents are serialised messages of the contract; the columns beside them are what is searched, sorted
-- and constrained by, and follow from the document.
BEGIN;

-- For equality inside an exclusion constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA expert;

CREATE TABLE expert.plans (
    name     text    NOT NULL,
    edition  integer NOT NULL CHECK (edition > 0),
    document bytea   NOT NULL,
    PRIMARY KEY (name, edition)
);
COMMENT ON TABLE expert.plans IS 'Editions of plans as fetched from submission: what rules go by while submission is away.';

CREATE TABLE expert.experts (
    name                 text            PRIMARY KEY,
    pool                 text            NOT NULL,
    person               bytea           NOT NULL CHECK (length(person) = 32),
    key_id               text            NOT NULL,
    identity             bytea           NOT NULL,
    state                smallint        NOT NULL CHECK (state IN (1, 2, 3, 5, 6, 7)),
    state_time           timestamptz     NOT NULL,
    term_end             timestamptz,
    review_due           date,
    office_region        text            NOT NULL,
    department           text            NOT NULL,
    nominator_department text            NOT NULL,
    region               text            NOT NULL,
    specialties          text[]          NOT NULL,
    industries           text[]          NOT NULL,
    absent               tstzmultirange  NOT NULL,
    search_text          text            NOT NULL,
    search_grams         text[]          NOT NULL,
    rating_count         integer         NOT NULL,
    score_sum            bigint          NOT NULL,
    last_score           integer         NOT NULL,
    document             bytea           NOT NULL
);
COMMENT ON TABLE expert.experts IS 'Memberships. States are those of the contract; a term that has run out is none of them.';
COMMENT ON COLUMN expert.experts.person IS 'HMAC-SHA-256 of the ID number: one person, whatever the pool.';
COMMENT ON COLUMN expert.experts.identity IS 'Identifying data, AES-256-GCM under the key named by key_id, bound to the name.';
COMMENT ON COLUMN expert.experts.search_grams IS 'Characters and pairs of neighbours of search_text: what an index finds Chinese words by.';
-- Within a pool a person is nominated or a member once.
CREATE UNIQUE INDEX experts_person_in_pool ON expert.experts (pool, person) WHERE state IN (1, 3, 5);
CREATE INDEX experts_person ON expert.experts (person);
CREATE INDEX experts_pool ON expert.experts (pool, name);
CREATE INDEX experts_grams ON expert.experts USING gin (search_grams);
CREATE INDEX experts_review ON expert.experts (review_due);

CREATE TABLE expert.engagements (
    name                  text        PRIMARY KEY,
    pool                  text        NOT NULL,
    state                 smallint    NOT NULL,
    kind                  smallint    NOT NULL,
    requesting_department text        NOT NULL,
    office_region         text        NOT NULL,
    start_time            timestamptz NOT NULL,
    end_time              timestamptz NOT NULL,
    experts               text[]      NOT NULL,
    next_deadline         timestamptz,
    document              bytea       NOT NULL
);
COMMENT ON COLUMN expert.engagements.experts IS 'Everybody ever invited.';
COMMENT ON COLUMN expert.engagements.next_deadline IS 'When the first open invitation expires.';
CREATE INDEX engagements_start ON expert.engagements (start_time DESC, name DESC);
CREATE INDEX engagements_experts ON expert.engagements USING gin (experts);
CREATE INDEX engagements_next_deadline ON expert.engagements (next_deadline) WHERE next_deadline IS NOT NULL;

CREATE TABLE expert.invitations (
    engagement      text        NOT NULL REFERENCES expert.engagements,
    expert          text        NOT NULL REFERENCES expert.experts,
    state           smallint    NOT NULL,
    told_time       timestamptz,
    withdrawal_told boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (engagement, expert)
);
COMMENT ON TABLE expert.invitations IS 'What the invited know: the mails to send follow from it.';
-- Invited or accepted and not told; withdrawn after being told.
CREATE INDEX invitations_untold ON expert.invitations (engagement, expert)
    WHERE (state IN (1, 2) AND told_time IS NULL) OR (state = 5 AND told_time IS NOT NULL AND NOT withdrawal_told);

CREATE TABLE expert.draws (
    engagement text  PRIMARY KEY REFERENCES expert.engagements,
    key_id     text  NOT NULL,
    seed       bytea NOT NULL,
    document   bytea NOT NULL
);
COMMENT ON COLUMN expert.draws.seed IS 'Sealed like identity: whoever reads the database must not know the seed before the draw.';

CREATE TABLE expert.bookings (
    engagement text      NOT NULL REFERENCES expert.engagements,
    expert     text      NOT NULL REFERENCES expert.experts,
    person     bytea     NOT NULL,
    period     tstzrange NOT NULL,
    PRIMARY KEY (engagement, expert),
    -- Nobody sits in two places at a time, whatever the pools.
    CONSTRAINT bookings_no_double EXCLUDE USING gist (person WITH =, period WITH &&)
);
COMMENT ON TABLE expert.bookings IS 'Seats held: by an open or accepted invitation of an engagement that is not cancelled.';
CREATE INDEX bookings_person ON expert.bookings (person);

GRANT SELECT, INSERT ON expert.plans TO lianfang_expert;
GRANT SELECT, INSERT, UPDATE ON expert.experts, expert.engagements, expert.invitations, expert.draws TO lianfang_expert;
GRANT SELECT, INSERT, DELETE ON expert.bookings TO lianfang_expert;

COMMIT;
