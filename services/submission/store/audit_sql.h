// The statements by which the audit reads. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_AUDIT_SQL_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_AUDIT_SQL_H_

#include "common/pg/query.h"

namespace lianfang::submission::sql {

// An instant that is none, as only somebody else can have written it, reads as the epoch.
inline constexpr Query kReadHead{
    "submission_read_head",
    "SELECT sequence, coalesce(entry_hash, ''::bytea), CASE WHEN isfinite(commit_time) "
    "THEN (extract(epoch FROM commit_time) * 1000000)::bigint ELSE 0 END, edition FROM ledger_heads "
    "WHERE plan_id = $1"};

inline constexpr Query kAuditAnswers{
    "submission_audit_answers",
    "SELECT k.place, r.method, r.response FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(actor, request_id, "
    "place) JOIN request_log r ON r.request_id = k.request_id AND r.actor = k.actor"};

// Every change of a plan's obligations and returns names the plan. What is found in another's text is sorted out later.
inline constexpr Query kAuditChanges{"submission_audit_changes",
                                     "SELECT position, topic, payload FROM changelog WHERE position > $2 "
                                     "AND position(convert_to($1, 'UTF8') IN payload) > 0 ORDER BY position LIMIT $3"};

// In one statement, so as of one instant.
inline constexpr Query kAuditTotals{"submission_audit_totals",
                                    "SELECT (SELECT count(*) FROM ledger), (SELECT count(*) FROM request_log), "
                                    "(SELECT count(*) FROM changelog), (SELECT coalesce(max(position), 0) FROM "
                                    "changelog), (SELECT position FROM changelog_head)"};

// Every column that a list filters or orders by, in the order in which they are written.
inline constexpr Query kAuditObligations{
    "submission_audit_obligations",
    "SELECT obligation_id, document, (extract(epoch FROM due_time) * 1000000)::bigint, department, region, "
    "acting_region, industry, period FROM obligations WHERE plan_id = $1 AND obligation_id > $2 "
    "ORDER BY obligation_id LIMIT $3"};

inline constexpr Query kAuditReturns{"submission_audit_returns",
                                     "SELECT return_id, document, state FROM returns WHERE plan_id = $1 "
                                     "AND return_id > $2 ORDER BY return_id LIMIT $3"};

}  // namespace lianfang::submission::sql

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_AUDIT_SQL_H_
