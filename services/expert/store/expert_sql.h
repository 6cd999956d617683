// The statements of the PostgreSQL store. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_EXPERT_STORE_EXPERT_SQL_H_
#define LIANFANG_SERVICES_EXPERT_STORE_EXPERT_SQL_H_

#include "common/pg/query.h"

namespace lianfang::expert::sql {

// What several statements share; undefined at the end of this file.
//
// Columns of an expert, in the order in which records are read.
#define LIANFANG_EXPERT_COLUMNS                                                              \
  "document, person, key_id, identity, (extract(epoch FROM state_time) * 1000000)::bigint, " \
  "(extract(epoch FROM term_end) * 1000000)::bigint, office_region"

// Conditions of a list: pool, states, specialty, industry, region's prefix, availability, review, rating, scope, and
// the instant by which a term has run out. Parameters 13 and 14 are the page.
#define LIANFANG_EXPERT_CONDITIONS                                                                            \
  "($1 = '' OR pool = $1) "                                                                                   \
  "AND ($2 = '{}' OR CASE WHEN state = 3 AND term_end <= $12 THEN 4 ELSE state END = ANY($2::int[])) "        \
  "AND ($3 = '' OR $3 = ANY(specialties)) AND ($4 = '' OR $4 = ANY(industries)) AND starts_with(region, $5) " \
  "AND ($6::timestamptz IS NULL OR (NOT absent && tstzrange($6, $7) AND NOT EXISTS "                          \
  "  (SELECT FROM bookings b WHERE b.person = e.person AND b.period && tstzrange($6, $7)))) "                 \
  "AND ($8::date IS NULL OR (review_due <= $8 AND state IN (3, 5))) "                                         \
  "AND ($9 = 0 OR (rating_count > 0 AND (last_score < $9 OR score_sum < $9::bigint * rating_count))) "        \
  "AND ($10 = '' OR department = $10 OR nominator_department = $10 OR (state = 3 AND term_end > $12)) "       \
  "AND starts_with(office_region, $11) "

inline constexpr Query kFindExpert{"expert_find", "SELECT " LIANFANG_EXPERT_COLUMNS " FROM experts WHERE name = $1"};

inline constexpr Query kLockExpert{"expert_lock",
                                   "SELECT " LIANFANG_EXPERT_COLUMNS " FROM experts WHERE name = $1 FOR UPDATE"};

inline constexpr Query kFindMemberships{
    "expert_memberships", "SELECT " LIANFANG_EXPERT_COLUMNS " FROM experts WHERE person = $1 ORDER BY name"};

inline constexpr Query kLockMemberships{"expert_lock_memberships",
                                        "SELECT " LIANFANG_EXPERT_COLUMNS
                                        " FROM experts WHERE person = $1 ORDER BY name FOR UPDATE"};

// Held until the transaction ends; it also keeps out who would add a membership.
inline constexpr Query kLockPerson{"expert_lock_person",
                                   "SELECT pg_advisory_xact_lock(hashtextextended(encode($1::bytea, 'hex'), 0))"};

// Memberships of these persons, where they have more than one.
inline constexpr Query kFindOthers{
    "expert_others",
    "SELECT e.person, e.name, e.document FROM experts e WHERE e.person = ANY($1::bytea[]) AND EXISTS "
    "(SELECT FROM experts o WHERE o.person = e.person AND o.name <> e.name) ORDER BY e.name",
    std::chrono::seconds(30)};

inline constexpr Query kFindPool{"expert_pool",
                                 "SELECT " LIANFANG_EXPERT_COLUMNS " FROM experts WHERE pool = $1 ORDER BY name",
                                 std::chrono::seconds(30)};

inline constexpr Query kFindBookings{
    "expert_bookings",
    "SELECT person, engagement, expert, (extract(epoch FROM lower(period)) * 1000000)::bigint, "
    "(extract(epoch FROM upper(period)) * 1000000)::bigint FROM bookings WHERE person = ANY($1::bytea[]) "
    "ORDER BY lower(period), engagement",
    std::chrono::seconds(30)};

// Held until the transaction ends.
inline constexpr Query kLockSeats{"expert_lock_seats", "SELECT pg_advisory_xact_lock(hashtext('expert.seats'))"};

inline constexpr Query kSaveExpert{
    "expert_save",
    "INSERT INTO experts (name, pool, person, key_id, identity, state, state_time, term_end, review_due, "
    "office_region, department, nominator_department, region, specialties, industries, absent, search_text, "
    "search_grams, rating_count, score_sum, last_score, document) VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz, "
    "$8::timestamptz, $9::date, $10, $11, $12, $13, $14::text[], $15::text[], $16::tstzmultirange, $17, $18::text[], "
    "$19, $20, $21, $22) ON CONFLICT (name) DO UPDATE SET person = EXCLUDED.person, key_id = EXCLUDED.key_id, "
    "identity = EXCLUDED.identity, state = EXCLUDED.state, state_time = EXCLUDED.state_time, "
    "term_end = EXCLUDED.term_end, review_due = EXCLUDED.review_due, department = EXCLUDED.department, "
    "region = EXCLUDED.region, specialties = EXCLUDED.specialties, industries = EXCLUDED.industries, "
    "absent = EXCLUDED.absent, search_text = EXCLUDED.search_text, search_grams = EXCLUDED.search_grams, "
    "rating_count = EXCLUDED.rating_count, score_sum = EXCLUDED.score_sum, last_score = EXCLUDED.last_score, "
    "document = EXCLUDED.document"};

inline constexpr Query kFindEngagement{"expert_find_engagement",
                                       "SELECT document, office_region FROM engagements WHERE name = $1"};

inline constexpr Query kLockEngagement{"expert_lock_engagement",
                                       "SELECT document, office_region FROM engagements WHERE name = $1 FOR UPDATE"};

inline constexpr Query kSaveEngagement{
    "expert_save_engagement",
    "INSERT INTO engagements (name, pool, state, kind, requesting_department, office_region, start_time, end_time, "
    "experts, next_deadline, document) VALUES ($1, $2, $3, $4, $5, $6, $7::timestamptz, $8::timestamptz, $9::text[], "
    "$10::timestamptz, $11) ON CONFLICT (name) DO UPDATE SET state = EXCLUDED.state, experts = EXCLUDED.experts, "
    "next_deadline = EXCLUDED.next_deadline, document = EXCLUDED.document"};

// Another number is another notice, of which nothing is known yet.
inline constexpr Query kSaveInvitations{
    "expert_save_invitations",
    "INSERT INTO invitations AS i (engagement, expert, state, notice_number, needs_office) "
    "SELECT $1, e, s, n, o <> 0 FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[]) AS u(e, s, n, o) "
    "ON CONFLICT (engagement, expert) DO UPDATE SET state = EXCLUDED.state, needs_office = EXCLUDED.needs_office, "
    "notice_number = EXCLUDED.notice_number, "
    "told_time = CASE WHEN i.notice_number = EXCLUDED.notice_number THEN i.told_time END, "
    "delivery = CASE WHEN i.notice_number = EXCLUDED.notice_number THEN i.delivery END, "
    "noted = CASE WHEN i.notice_number = EXCLUDED.notice_number THEN i.noted ELSE 0 END, "
    "office_told = i.office_told AND i.notice_number = EXCLUDED.notice_number, "
    "attempts = CASE WHEN i.state = EXCLUDED.state AND i.notice_number = EXCLUDED.notice_number "
    "  AND i.needs_office = EXCLUDED.needs_office THEN i.attempts ELSE 0 END, "
    "next_attempt = CASE WHEN i.state = EXCLUDED.state AND i.notice_number = EXCLUDED.notice_number "
    "  AND i.needs_office = EXCLUDED.needs_office THEN i.next_attempt ELSE '-infinity' END"};

inline constexpr Query kDropBookings{"expert_drop_bookings",
                                     "DELETE FROM bookings WHERE engagement = $1 AND expert <> ALL($2::text[])"};

inline constexpr Query kAddBookings{
    "expert_add_bookings",
    "INSERT INTO bookings (engagement, expert, person, period) SELECT $1, name, person, tstzrange($3, $4) "
    "FROM experts WHERE name = ANY($2::text[]) ON CONFLICT (engagement, expert) DO NOTHING"};

inline constexpr Query kFindDraw{"expert_find_draw", "SELECT document, key_id, seed FROM draws WHERE engagement = $1"};

inline constexpr Query kLockDraw{"expert_lock_draw",
                                 "SELECT document, key_id, seed FROM draws WHERE engagement = $1 FOR UPDATE"};

inline constexpr Query kSaveDraw{
    "expert_save_draw",
    "INSERT INTO draws (engagement, key_id, seed, document) VALUES ($1, $2, $3, $4) ON CONFLICT (engagement) "
    "DO UPDATE SET key_id = EXCLUDED.key_id, seed = EXCLUDED.seed, document = EXCLUDED.document"};

// By name.
inline constexpr Query kListExperts{"expert_list", "SELECT " LIANFANG_EXPERT_COLUMNS
                                                   ", 0 FROM experts e WHERE name > $13 "
                                                   "AND " LIANFANG_EXPERT_CONDITIONS "ORDER BY name LIMIT $14"};

// By the places of the words and name. The index finds by the words' grams ($16), the words themselves ($15) decide.
inline constexpr Query kSearchExperts{
    "expert_search",
    "SELECT " LIANFANG_EXPERT_COLUMNS
    ", rank FROM (SELECT e.*, "
    "  (SELECT sum(position(w IN search_text))::bigint FROM unnest($15::text[]) w) AS rank FROM experts e "
    "  WHERE search_grams @> $16::text[] "
    "  AND NOT EXISTS (SELECT FROM unnest($15::text[]) w WHERE position(w IN search_text) = 0) "
    "  AND " LIANFANG_EXPERT_CONDITIONS
    ") found "
    "WHERE (rank, name) > ($17, $13) ORDER BY rank, name LIMIT $14"};

inline constexpr Query kListEngagements{
    "expert_list_engagements",
    "SELECT document, office_region FROM engagements e WHERE ($1 = '' OR (start_time, name) < "
    "  (SELECT start_time, name FROM engagements WHERE name = $1)) "
    "AND ($2 = '' OR pool = $2) "
    "AND ($3 = '{}' OR CASE WHEN state = 4 AND end_time <= $11 THEN 6 ELSE state END = ANY($3::int[])) "
    "AND ($4 = 0 OR kind = $4) AND ($5 = '' OR requesting_department = $5) AND ($6 = '' OR experts @> ARRAY[$6]) "
    "AND start_time >= $7::timestamptz AND start_time < $8::timestamptz "
    "AND ($9 = '' OR requesting_department = $9) AND starts_with(office_region, $10) "
    "ORDER BY start_time DESC, name DESC LIMIT $12"};

inline constexpr Query kListExpired{
    "expert_list_expired",
    "SELECT name FROM engagements WHERE next_deadline <= $1::timestamptz ORDER BY next_deadline, name LIMIT $2"};

// The office first: it can do something about it. Numbers are those of Telling.
inline constexpr Query kListUntold{
    "expert_list_untold",
    "SELECT engagement, expert, CASE WHEN needs_office AND NOT office_told THEN 3 WHEN state IN (1, 2) THEN 1 ELSE 2 "
    "END, "
    "attempts FROM invitations WHERE next_attempt <= $1::timestamptz AND ((needs_office AND NOT office_told) "
    "OR (state IN (1, 2) AND told_time IS NULL) "
    "OR (state IN (3, 4, 5, 6) AND told_time IS NOT NULL AND NOT withdrawal_told AND noted <> 2)) "
    "ORDER BY next_attempt, engagement, expert LIMIT $2"};

inline constexpr Query kMarkInvitationTold{
    "expert_mark_invitation_told",
    "UPDATE invitations SET told_time = $3::timestamptz, delivery = $4, attempts = 0, next_attempt = '-infinity' "
    "WHERE engagement = $1 AND expert = $2"};

inline constexpr Query kMarkWithdrawalTold{
    "expert_mark_withdrawal_told",
    "UPDATE invitations SET withdrawal_told = true, attempts = 0 WHERE engagement = $1 AND expert = $2"};

inline constexpr Query kMarkOfficeTold{
    "expert_mark_office_told",
    "UPDATE invitations SET office_told = true, attempts = 0, next_attempt = '-infinity' "
    "WHERE engagement = $1 AND expert = $2"};

inline constexpr Query kMarkUntold{"expert_mark_untold",
                                   "UPDATE invitations SET attempts = attempts + 1, next_attempt = $3::timestamptz "
                                   "WHERE engagement = $1 AND expert = $2"};

inline constexpr Query kListSettled{
    "expert_list_settled",
    "SELECT i.engagement, i.expert, d.name, d.outcome, (extract(epoch FROM d.end_time) * 1000000)::bigint, d.problem "
    "FROM invitations i JOIN deliveries d ON d.name = i.delivery WHERE i.noted <> d.outcome AND i.state IN (1, 2) "
    "ORDER BY d.end_time, i.engagement, i.expert LIMIT $1"};

inline constexpr Query kMarkNoted{
    "expert_mark_noted", "UPDATE invitations SET noted = $3 WHERE engagement = $1 AND expert = $2 AND delivery = $4"};

inline constexpr Query kSaveDelivery{
    "expert_save_delivery",
    "INSERT INTO deliveries (name, outcome, end_time, problem) VALUES ($1, $2, $3::timestamptz, $4) "
    "ON CONFLICT (name) DO UPDATE SET outcome = EXCLUDED.outcome, end_time = EXCLUDED.end_time, "
    "problem = EXCLUDED.problem"};

inline constexpr Query kLoadCursor{"expert_load_cursor", "SELECT cursor FROM cursors WHERE source = 'deliveries'"};

inline constexpr Query kLockCursor{"expert_lock_cursor",
                                   "SELECT cursor FROM cursors WHERE source = 'deliveries' FOR UPDATE"};

inline constexpr Query kMoveCursor{"expert_move_cursor", "UPDATE cursors SET cursor = $1 WHERE source = 'deliveries'"};

inline constexpr Query kFindFrozen{
    "expert_find_frozen",
    "SELECT e.document, e.office_region FROM engagements e WHERE e.pool = $1 AND e.kind = $2 AND e.state <> 7 "
    "AND EXISTS (SELECT FROM draws d WHERE d.engagement = e.name) ORDER BY e.name",
    std::chrono::seconds(30)};

inline constexpr Query kSavePlan{
    "expert_save_plan", "INSERT INTO plans (name, edition, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

// An edition, or with 0 the newest one.
inline constexpr Query kFindPlan{
    "expert_find_plan",
    "SELECT document FROM plans WHERE name = $1 AND ($2 = 0 OR edition = $2) ORDER BY edition DESC LIMIT 1"};

#undef LIANFANG_EXPERT_CONDITIONS
#undef LIANFANG_EXPERT_COLUMNS

}  // namespace lianfang::expert::sql

#endif  // LIANFANG_SERVICES_EXPERT_STORE_EXPERT_SQL_H_
