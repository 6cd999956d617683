// The statements of the PostgreSQL store. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_SQL_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_SQL_H_

#include "common/pg/query.h"

namespace lianfang::evaluation::sql {

inline constexpr Query kLoadCursor{"evaluation_load_cursor", "SELECT cursor FROM stream_cursors WHERE stream = $1"};

// The row is the lock that lets one replica at a time save the next change of a stream.
inline constexpr Query kLockCursor{"evaluation_lock_cursor",
                                   "SELECT cursor FROM stream_cursors WHERE stream = $1 FOR UPDATE"};

inline constexpr Query kMoveCursor{"evaluation_move_cursor", "UPDATE stream_cursors SET cursor = $2 WHERE stream = $1"};

inline constexpr Query kAddObligationChange{
    "evaluation_add_obligation_change",
    "INSERT INTO obligation_changes (cursor, plan_id, obligation, commit_time, document) "
    "VALUES ($1, $2, $3, $4::timestamptz, $5)"};

inline constexpr Query kAddReturnChange{
    "evaluation_add_return_change",
    "INSERT INTO return_changes (cursor, plan_id, obligation, commit_time, document) "
    "VALUES ($1, $2, $3, $4::timestamptz, $5)"};

inline constexpr Query kLoadDutyCursor{"evaluation_load_duty_cursor",
                                       "SELECT cursor FROM duty_cursors WHERE source = $1"};

inline constexpr Query kMoveDutyCursor{"evaluation_move_duty_cursor",
                                       "UPDATE duty_cursors SET cursor = $3 WHERE source = $1 AND cursor = $2"};

inline constexpr Query kBeginDutyCursor{
    "evaluation_begin_duty_cursor", "INSERT INTO duty_cursors (source, cursor) VALUES ($1, $2) ON CONFLICT DO NOTHING"};

inline constexpr Query kForgetDuties{"evaluation_forget_duties",
                                     "DELETE FROM duties WHERE source = $1 AND resource = $2"};

inline constexpr Query kSaveDuty{"evaluation_save_duty",
                                 "INSERT INTO duties (source, resource, ordinal, plan_id, region, document) "
                                 "VALUES ($1, $2, $3, $4, $5, $6)"};

inline constexpr Query kLoadDuties{"evaluation_load_duties",
                                   "SELECT document FROM duties WHERE plan_id = $1 AND starts_with(region, $2) "
                                   "ORDER BY source, resource, ordinal",
                                   std::chrono::seconds(30)};

// An edition, or with 0 the newest one.
inline constexpr Query kFindPlan{
    "evaluation_find_plan",
    "SELECT document FROM plan_editions WHERE plan_id = $1 AND ($2 = 0 OR edition = $2) ORDER BY edition DESC LIMIT 1"};

inline constexpr Query kAddPlan{"evaluation_add_plan",
                                "INSERT INTO plan_editions (plan_id, edition, publish_time, document) "
                                "VALUES ($1, $2, $3::timestamptz, $4) ON CONFLICT DO NOTHING"};

inline constexpr Query kPlanInForce{
    "evaluation_plan_in_force",
    "SELECT document FROM plan_editions WHERE plan_id = $1 AND publish_time <= $2::timestamptz "
    "ORDER BY edition DESC LIMIT 1"};

// The last change of each obligation, and of each obligation's return, up to an instant.
inline constexpr Query kObligationsAsOf{
    "evaluation_obligations_as_of",
    "SELECT DISTINCT ON (obligation) document, (extract(epoch FROM commit_time) * 1000000)::bigint "
    "FROM obligation_changes WHERE plan_id = $1 AND commit_time <= $2::timestamptz ORDER BY obligation, position DESC"};

inline constexpr Query kReturnsAsOf{
    "evaluation_returns_as_of",
    "SELECT DISTINCT ON (obligation) document, (extract(epoch FROM commit_time) * 1000000)::bigint "
    "FROM return_changes WHERE plan_id = $1 AND commit_time <= $2::timestamptz ORDER BY obligation, position DESC"};

// Of each obligation the last change: what memory is built from.
inline constexpr Query kLastObligationChanges{"evaluation_last_obligation_changes",
                                              "SELECT DISTINCT ON (plan_id, obligation) position, plan_id, document, "
                                              "(extract(epoch FROM commit_time) * 1000000)::bigint "
                                              "FROM obligation_changes ORDER BY plan_id, obligation, position DESC"};

inline constexpr Query kLastReturnChanges{"evaluation_last_return_changes",
                                          "SELECT DISTINCT ON (plan_id, obligation) position, plan_id, document, "
                                          "(extract(epoch FROM commit_time) * 1000000)::bigint "
                                          "FROM return_changes ORDER BY plan_id, obligation, position DESC"};

// Positions are given out under the stream's cursor lock, so in commit order: after the last one seen, none is missed.
inline constexpr Query kObligationChangesAfter{
    "evaluation_obligation_changes_after",
    "SELECT position, plan_id, document, (extract(epoch FROM commit_time) * 1000000)::bigint "
    "FROM obligation_changes WHERE position > $1 ORDER BY position LIMIT $2"};

inline constexpr Query kReturnChangesAfter{
    "evaluation_return_changes_after",
    "SELECT position, plan_id, document, (extract(epoch FROM commit_time) * 1000000)::bigint "
    "FROM return_changes WHERE position > $1 ORDER BY position LIMIT $2"};

inline constexpr Query kNewestPlans{
    "evaluation_newest_plans",
    "SELECT DISTINCT ON (plan_id) document FROM plan_editions ORDER BY plan_id, edition DESC"};

// Points at the changes just appended to the changelog, whose head row this transaction has locked. A result's
// evaluations are a chain: where another follows `previous` already, nothing is inserted.
inline constexpr Query kAddEvaluations{
    "evaluation_add_evaluations",
    "INSERT INTO evaluations (position, plan_id, region, period, industry, indicator, previous) "
    "SELECT head.position - cardinality($2::text[]) + place, $1, region, period, industry, indicator, previous "
    "FROM changelog_head AS head, unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[]) "
    "  WITH ORDINALITY AS u(region, period, industry, indicator, previous, place) "
    "ON CONFLICT (plan_id, region, period, industry, indicator, previous) DO NOTHING RETURNING position"};

// The newest of every result: one step through the index for each, from the last result to the first, so that the time
// grows with the results and not with their history.
inline constexpr Query kLastEvaluations{
    "evaluation_last_evaluations",
    "WITH RECURSIVE newest AS ("
    "(SELECT region, period, industry, indicator, position FROM evaluations WHERE plan_id = $1 "
    "ORDER BY region DESC, period DESC, industry DESC, indicator DESC, previous DESC LIMIT 1) "
    "UNION ALL SELECT before.* FROM newest AS n, LATERAL ("
    "SELECT e.region, e.period, e.industry, e.indicator, e.position FROM evaluations AS e WHERE e.plan_id = $1 "
    "AND (e.region, e.period, e.industry, e.indicator) < (n.region, n.period, n.industry, n.indicator) "
    "ORDER BY e.region DESC, e.period DESC, e.industry DESC, e.indicator DESC, e.previous DESC LIMIT 1) AS before) "
    "SELECT position, payload FROM newest JOIN changelog USING (position) ORDER BY region, period, industry, "
    "indicator"};

inline constexpr Query kListEvaluations{
    "evaluation_list_evaluations",
    "SELECT position, payload FROM evaluations JOIN changelog USING (position) "
    "WHERE plan_id = $1 AND region = $2 AND period = $3 AND ($4 = '' OR industry = $4) AND ($5 = '' OR indicator = $5) "
    "AND position < $6 ORDER BY position DESC LIMIT $7"};

inline constexpr Query kGetEvaluation{"evaluation_get_evaluation",
                                      "SELECT position, payload FROM evaluations JOIN changelog USING (position) "
                                      "WHERE plan_id = $1 AND region = $2 AND period = $3 AND position = $4"};

}  // namespace lianfang::evaluation::sql

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_SQL_H_
