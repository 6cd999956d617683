// The statements of the PostgreSQL store. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_SUBMISSION_SQL_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_SUBMISSION_SQL_H_

#include "common/pg/query.h"

namespace lianfang::submission::sql {

// Of the statements of a batch. A plan of 10,000 obligations is published in one statement, which a busy machine may need
// seconds for. All have the same limit, so that it is set once for a connection.
inline constexpr std::chrono::milliseconds kBatchTimeout = std::chrono::seconds(15);

inline constexpr Query kFindPlan{"submission_find_plan",
                                 "SELECT document FROM plans WHERE plan_id = $1 AND edition = $2"};

inline constexpr Query kNewestEdition{"submission_newest_edition",
                                      "SELECT edition FROM ledger_heads WHERE plan_id = $1"};

inline constexpr Query kListPlans{"submission_list_plans",
                                  "SELECT plan_id, edition FROM ledger_heads WHERE plan_id > $1 AND edition > 0 "
                                  "ORDER BY plan_id LIMIT $2"};

inline constexpr Query kPlanDocuments{"submission_plan_documents",
                                      "SELECT edition, document FROM plans WHERE plan_id = $1 ORDER BY edition"};

inline constexpr Query kLoadCase{
    "submission_load_case",
    "SELECT h.edition, o.document, r.document FROM ledger_heads h "
    "LEFT JOIN obligations o ON o.plan_id = h.plan_id AND o.obligation_id = $2 "
    "LEFT JOIN returns r ON r.plan_id = h.plan_id AND r.return_id = $2 WHERE h.plan_id = $1"};

inline constexpr Query kStatedObligations{"submission_stated_obligations",
                                          "SELECT document FROM obligations WHERE plan_id = $1 ORDER BY obligation_id",
                                          kBatchTimeout};

inline constexpr Query kFiledReturns{"submission_filed_returns", "SELECT document FROM returns WHERE plan_id = $1",
                                     kBatchTimeout};

// Returns of earlier periods, which figures are compared with.
inline constexpr Query kLoadReturns{"submission_load_returns",
                                    "SELECT r.document FROM unnest($2::text[]) AS k(id) CROSS JOIN LATERAL "
                                    "(SELECT document FROM returns WHERE plan_id = $1 AND return_id = k.id OFFSET 0) "
                                    "AS r",
                                    kBatchTimeout};

inline constexpr Query kLoadObligations{"submission_load_obligations",
                                        "SELECT document FROM obligations WHERE (plan_id, obligation_id) IN "
                                        "(SELECT unnest($1::text[]), unnest($2::text[]))"};

// An empty filter value does not restrict. The key of a row is (due_time, plan, id), so pages do not shift when rows
// are added.
inline constexpr Query kListObligations{
    "submission_list_obligations",
    "SELECT (extract(epoch FROM due_time) * 1000000)::bigint, plan_id, obligation_id, document FROM obligations "
    "WHERE ($1 = '' OR plan_id = $1) AND ($2 = '' OR department = $2) AND ($3 = '' OR region = $3) "
    "AND ($4 = '' OR industry = $4) AND ($5 = '' OR period = $5) AND ($6 = '' OR department = $6) "
    "AND (starts_with(region, $7) OR starts_with(acting_region, $7)) "
    "AND (due_time, plan_id, obligation_id) > ($8::timestamptz, $9::text, $10::text) "
    "ORDER BY due_time, plan_id, obligation_id LIMIT $11"};

// Walks the returns in the order of their key and looks each one's obligation up. OFFSET 0 keeps it at that: joined
// freely before the tables are analyzed, as they are not just after a large filing, each return read all obligations.
inline constexpr Query kListReturns{
    "submission_list_returns",
    "SELECT r.return_id, r.document FROM returns r CROSS JOIN LATERAL (SELECT department, region, acting_region, "
    "industry, period FROM obligations WHERE plan_id = r.plan_id AND obligation_id = r.return_id OFFSET 0) AS o "
    "WHERE r.plan_id = $1 AND ($2 = '' OR o.department = $2) AND ($3 = '' OR o.region = $3) "
    "AND ($4 = '' OR o.industry = $4) AND ($5 = '' OR o.period = $5) AND ($6 = '' OR o.department = $6) "
    "AND (starts_with(o.region, $7) OR starts_with(o.acting_region, $7)) AND ($8 = 0 OR r.state = $8) "
    "AND r.return_id > $9 ORDER BY r.return_id LIMIT $10"};

inline constexpr Query kReturnEntries{"submission_return_entries",
                                      "SELECT sequence, entry, entry_hash, coalesce(return_id, '') FROM ledger "
                                      "WHERE plan_id = $1 AND return_id = $2 ORDER BY sequence"};

inline constexpr Query kReadLedger{"submission_read_ledger",
                                   "SELECT sequence, entry, entry_hash, coalesce(return_id, '') FROM ledger "
                                   "WHERE plan_id = $1 AND sequence >= $2 ORDER BY sequence LIMIT $3"};

inline constexpr Query kReadSeals{"submission_read_seals",
                                  "SELECT first_sequence, last_sequence, seal, signature, key_id FROM seals "
                                  "WHERE plan_id = $1 AND last_sequence >= $2 ORDER BY last_sequence LIMIT $3"};

// An instant that is none, as only somebody else can have written it, reads as the epoch.
inline constexpr Query kReadHead{
    "submission_read_head",
    "SELECT sequence, coalesce(entry_hash, ''::bytea), CASE WHEN isfinite(commit_time) "
    "THEN (extract(epoch FROM commit_time) * 1000000)::bigint ELSE 0 END, edition FROM ledger_heads "
    "WHERE plan_id = $1"};

// --- One batch (pg_ledger_transaction.cc) ---

// One step into the index ledger_plan_entries.
inline constexpr Query kNewestPlanEntry{
    "submission_newest_plan_entry",
    "SELECT coalesce(max(sequence), 0) FROM ledger WHERE plan_id = $1 AND return_id IS NULL", kBatchTimeout};

inline constexpr Query kLockHead{
    "submission_lock_head",
    "SELECT edition, sequence, entry_hash, (extract(epoch FROM commit_time) * 1000000)::bigint "
    "FROM ledger_heads WHERE plan_id = $1 FOR UPDATE",
    kBatchTimeout};

inline constexpr Query kBeginLedger{
    "submission_begin_ledger", "INSERT INTO ledger_heads (plan_id) VALUES ($1) ON CONFLICT DO NOTHING", kBatchTimeout};

// A row for each proposal: its obligation and return, and what the request log has under its request id. Subqueries look
// each of them up by its key; joined freely before the tables are analyzed, each batch would read whole tables.
inline constexpr Query kLoadNamed{
    "submission_load_named",
    "SELECT (SELECT document FROM obligations WHERE plan_id = $1 AND obligation_id = k.id), "
    "(SELECT document FROM returns WHERE plan_id = $1 AND return_id = k.id), r.method, r.request_hash, r.response, "
    "r.method IS NULL AND h.pruned_before > '-infinity' AND request_is_pruned(k.actor, k.request_id) "
    "FROM request_log_horizon h CROSS JOIN "
    "unnest($2::text[], $3::text[], $4::uuid[]) WITH ORDINALITY AS k(id, actor, request_id, place) "
    "LEFT JOIN LATERAL (SELECT method, request_hash, response FROM request_log "
    "WHERE request_id = k.request_id AND actor = k.actor OFFSET 0) AS r ON true ORDER BY k.place",
    kBatchTimeout};

inline constexpr Query kInsertPlan{
    "submission_insert_plan",
    "INSERT INTO plans (plan_id, edition, document, publish_time) VALUES ($1, $2, $3, $4::timestamptz)", kBatchTimeout};

}  // namespace lianfang::submission::sql

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_SUBMISSION_SQL_H_
