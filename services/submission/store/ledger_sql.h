// The statements by which the ledger is proved and audited. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_LEDGER_SQL_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_LEDGER_SQL_H_

#include "common/pg/query.h"

namespace lianfang::submission::sql {

inline constexpr Query kLeafHashes{"submission_leaf_hashes",
                                   "SELECT entry_hash FROM ledger WHERE plan_id = $1 AND sequence >= $2 "
                                   "AND sequence < $2 + $3 ORDER BY sequence",
                                   std::chrono::seconds(20)};

// By the index ledger_plan_entries.
inline constexpr Query kPlanEntries{"submission_plan_entries",
                                    "SELECT sequence, entry, entry_hash, '' FROM ledger WHERE plan_id = $1 "
                                    "AND return_id IS NULL AND sequence > $2 ORDER BY sequence LIMIT $3"};

// For each plan and each key, the seals over the first and the last entry that the key sealed: two steps into the index
// seals_key.
inline constexpr Query kKeyUses{
    "submission_key_uses",
    "SELECT p.plan_id, k.key_id, f.first_sequence, f.last_sequence, f.seal, f.signature, f.key_id, "
    "l.first_sequence, l.last_sequence, l.seal, l.signature, l.key_id "
    "FROM unnest($1::text[]) AS p(plan_id) CROSS JOIN unnest($2::text[]) AS k(key_id) "
    "CROSS JOIN LATERAL (SELECT * FROM seals s WHERE s.plan_id = p.plan_id AND s.key_id = k.key_id "
    "ORDER BY s.last_sequence LIMIT 1) AS f "
    "CROSS JOIN LATERAL (SELECT * FROM seals s WHERE s.plan_id = p.plan_id AND s.key_id = k.key_id "
    "ORDER BY s.last_sequence DESC LIMIT 1) AS l ORDER BY p.plan_id COLLATE \"C\", k.key_id"};

// --- The audit's own record: one row for a plan ---

// A row that shows signs of life stays as it is.
inline constexpr Query kBeginAudit{
    "submission_begin_audit",
    "INSERT INTO ledger_audits AS a (plan_id, audit_id, actor, start_time, beat_time, ask_time) "
    "VALUES ($1, $2::uuid, $3, $4::timestamptz, $4::timestamptz, $4::timestamptz) "
    "ON CONFLICT (plan_id) DO UPDATE SET audit_id = excluded.audit_id, actor = excluded.actor, "
    "start_time = excluded.start_time, beat_time = excluded.beat_time, ask_time = excluded.ask_time, "
    "entries = 0, total = 0, outcome = ''::bytea WHERE a.outcome <> ''::bytea OR a.beat_time <= $5::timestamptz"};

// Columns of FindAudit and AskAudit.
inline constexpr Query kFindAudit{
    "submission_find_audit",
    "SELECT plan_id, audit_id, actor, (extract(epoch FROM start_time) * 1000000)::bigint, "
    "(extract(epoch FROM beat_time) * 1000000)::bigint, (extract(epoch FROM ask_time) * 1000000)::bigint, "
    "entries, total, outcome FROM ledger_audits WHERE plan_id = $1"};

inline constexpr Query kRecordAudit{
    "submission_record_audit",
    "UPDATE ledger_audits SET beat_time = $3::timestamptz, entries = $4, total = $5, outcome = $6::bytea "
    "WHERE plan_id = $1 AND audit_id = $2::uuid RETURNING (extract(epoch FROM ask_time) * 1000000)::bigint"};

inline constexpr Query kAskAudit{
    "submission_ask_audit",
    "UPDATE ledger_audits SET ask_time = greatest(ask_time, $3::timestamptz) "
    "WHERE plan_id = $1 AND audit_id = $2::uuid "
    "RETURNING plan_id, audit_id, actor, (extract(epoch FROM start_time) * 1000000)::bigint, "
    "(extract(epoch FROM beat_time) * 1000000)::bigint, (extract(epoch FROM ask_time) * 1000000)::bigint, "
    "entries, total, outcome"};

// --- What it reads ---

inline constexpr Query kAuditAnswers{
    "submission_audit_answers",
    "SELECT k.place, r.method, r.response, r.method IS NULL AND request_is_pruned(k.actor, k.request_id) "
    "FROM unnest($1::text[], $2::uuid[]) WITH ORDINALITY AS k(actor, request_id, place) "
    "LEFT JOIN request_log r ON r.request_id = k.request_id AND r.actor = k.actor"};

// Every change of a plan's obligations and returns names the plan. What is found in another's text is sorted out later.
inline constexpr Query kAuditChanges{"submission_audit_changes",
                                     "SELECT position, topic, payload FROM changelog WHERE position > $2 "
                                     "AND position(convert_to($1, 'UTF8') IN payload) > 0 ORDER BY position LIMIT $3",
                                     std::chrono::seconds(20)};

// In one statement, so as of one instant.
inline constexpr Query kAuditTotals{"submission_audit_totals",
                                    "SELECT (SELECT count(*) FROM ledger), (SELECT count(*) FROM request_log) + "
                                    "(SELECT pruned_count FROM request_log_horizon), "
                                    "(SELECT count(*) FROM changelog), (SELECT coalesce(max(position), 0) FROM "
                                    "changelog), (SELECT position FROM changelog_head), "
                                    "(SELECT pruned_through FROM changelog_horizon)",
                                    std::chrono::seconds(20)};

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

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_LEDGER_SQL_H_
