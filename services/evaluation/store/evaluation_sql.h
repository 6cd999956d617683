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

inline constexpr Query kHasPlan{"evaluation_has_plan", "SELECT FROM plan_editions WHERE plan_id = $1 AND edition = $2"};

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

}  // namespace lianfang::evaluation::sql

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_EVALUATION_SQL_H_
