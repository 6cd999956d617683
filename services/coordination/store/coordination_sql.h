// The statements of the PostgreSQL store. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_COORDINATION_STORE_COORDINATION_SQL_H_
#define LIANFANG_SERVICES_COORDINATION_STORE_COORDINATION_SQL_H_

#include "common/pg/query.h"

namespace lianfang::coordination::sql {

// What several statements share; undefined at the end of this file. Arrays are read as text, joined by commas: department ids have none.
#define LIANFANG_COORDINATION_COLUMNS                                                                    \
  "shelf, name, plan, office_region, array_to_string(readers, ','), array_to_string(departments, ','), " \
  "industry, credit_code, state, (extract(epoch FROM sort_time) * 1000000)::bigint, pending, content"

// Parameters: 1 shelf, 2 reader's department, 3 prefix of the office's region, 4 plan, 5 states, 6 department, 7 industry, 8 credit code,
// 9 and 10 bounds of the instant, 11 pending only, 12 the document after which the page begins, 13 its length.
#define LIANFANG_COORDINATION_CONDITIONS                                                     \
  "d.shelf = $1 AND ($2 = '' OR d.readers = '{}' OR d.readers @> ARRAY[$2]) "                \
  "AND starts_with(d.office_region, $3) AND ($4 = '' OR d.plan = $4) "                       \
  "AND ($5 = '{}' OR d.state = ANY($5::int[])) AND ($6 = '' OR d.departments @> ARRAY[$6]) " \
  "AND ($7 = '' OR d.industry = $7) AND ($8 = '' OR d.credit_code = $8) "                    \
  "AND d.sort_time >= $9::timestamptz AND d.sort_time < $10::timestamptz AND (NOT $11 OR d.pending) "

inline constexpr Query kFind{"coordination_find",
                             "SELECT " LIANFANG_COORDINATION_COLUMNS " FROM documents WHERE name = $1"};

inline constexpr Query kLock{"coordination_lock",
                             "SELECT " LIANFANG_COORDINATION_COLUMNS " FROM documents WHERE name = $1 FOR UPDATE"};

inline constexpr Query kFindAll{"coordination_find_all",
                                "SELECT " LIANFANG_COORDINATION_COLUMNS
                                " FROM documents WHERE plan = $1 AND shelf = $2 AND ($3 = '{}' OR state = "
                                "ANY($3::int[])) ORDER BY name COLLATE \"C\"",
                                std::chrono::seconds(30)};

// Held until the transaction ends.
inline constexpr Query kLockPlan{"coordination_lock_plan",
                                 "SELECT pg_advisory_xact_lock(hashtextextended('coordination ' || $1, 0))"};

inline constexpr Query kSave{
    "coordination_save",
    "INSERT INTO documents (shelf, name, plan, office_region, readers, departments, industry, credit_code, state, "
    "sort_time, pending, content) VALUES ($1, $2, $3, $4, $5::text[], $6::text[], $7, $8, $9, $10::timestamptz, $11, "
    "$12) "
    "ON CONFLICT (name) DO UPDATE SET office_region = EXCLUDED.office_region, readers = EXCLUDED.readers, "
    "departments = EXCLUDED.departments, industry = EXCLUDED.industry, credit_code = EXCLUDED.credit_code, "
    "state = EXCLUDED.state, sort_time = EXCLUDED.sort_time, pending = EXCLUDED.pending, content = EXCLUDED.content"};

inline constexpr Query kSettle{"coordination_settle", "UPDATE documents SET pending = false WHERE name = $1"};

inline constexpr Query kCountPending{
    "coordination_count_pending",
    "SELECT count(*) FROM documents WHERE shelf = $1 AND pending AND departments @> ARRAY[$2]"};

inline constexpr Query kPlansOfUnusedFiles{
    "coordination_plans_of_unused_files", "SELECT DISTINCT plan FROM documents WHERE shelf = 7 AND pending ORDER BY 1"};

inline constexpr Query kKeepFiles{
    "coordination_keep_files",
    "UPDATE documents SET pending = false WHERE shelf = 7 AND pending AND name = ANY($1::text[])"};

inline constexpr Query kDropUnusedFiles{"coordination_drop_unused_files",
                                        "SELECT drop_unused_files($1::timestamptz, $2)", std::chrono::seconds(20)};

inline constexpr Query kListLatestFirst{
    "coordination_list_latest",
    "SELECT " LIANFANG_COORDINATION_COLUMNS " FROM documents d WHERE " LIANFANG_COORDINATION_CONDITIONS
    "AND ($12 = '' OR (d.sort_time, d.name COLLATE \"C\") < "
    "  (SELECT a.sort_time, a.name COLLATE \"C\" FROM documents a WHERE a.name = $12)) "
    "ORDER BY d.sort_time DESC, d.name COLLATE \"C\" DESC LIMIT $13"};

inline constexpr Query kListEarliestFirst{
    "coordination_list_earliest",
    "SELECT " LIANFANG_COORDINATION_COLUMNS " FROM documents d WHERE " LIANFANG_COORDINATION_CONDITIONS
    "AND ($12 = '' OR (d.sort_time, d.name COLLATE \"C\") > "
    "  (SELECT a.sort_time, a.name COLLATE \"C\" FROM documents a WHERE a.name = $12)) "
    "ORDER BY d.sort_time, d.name COLLATE \"C\" LIMIT $13"};

inline constexpr Query kSavePlan{
    "coordination_save_plan", "INSERT INTO plans (name, edition, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

// An edition, or with 0 the newest one.
inline constexpr Query kFindPlan{
    "coordination_find_plan",
    "SELECT document FROM plans WHERE name = $1 AND ($2 = 0 OR edition = $2) ORDER BY edition DESC LIMIT 1"};

#undef LIANFANG_COORDINATION_CONDITIONS
#undef LIANFANG_COORDINATION_COLUMNS

}  // namespace lianfang::coordination::sql

#endif  // LIANFANG_SERVICES_COORDINATION_STORE_COORDINATION_SQL_H_
