// The statements of the PostgreSQL store. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_FUND_STORE_FUND_SQL_H_
#define LIANFANG_SERVICES_FUND_STORE_FUND_SQL_H_

#include "common/pg/query.h"

namespace lianfang::fund::sql {

// Held until the transaction ends. By name, so that a row that is not there yet is locked, too.
inline constexpr Query kLockName{"fund_lock_name", "SELECT pg_advisory_xact_lock(hashtextextended('fund ' || $1, 0))"};

inline constexpr Query kFindBudget{"fund_find_budget", "SELECT document FROM budgets WHERE name = $1"};

inline constexpr Query kSaveBudget{"fund_save_budget",
                                   "INSERT INTO budgets (name, plan, document) VALUES ($1, $2, $3) "
                                   "ON CONFLICT (name) DO UPDATE SET document = EXCLUDED.document"};

inline constexpr Query kListBudgets{
    "fund_list_budgets", "SELECT document FROM budgets WHERE plan = $1 AND name > $2 ORDER BY name LIMIT $3"};

inline constexpr Query kFindProject{"fund_find_project",
                                    "SELECT document, office_region FROM projects WHERE name = $1"};

inline constexpr Query kSaveProject{
    "fund_save_project",
    "INSERT INTO projects (name, plan, budget, year, state, purpose, department, provider, office_region, "
    "committed_fen, paid_fen, create_time, failed, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, "
    "$12::timestamptz, $13, $14) ON CONFLICT (name) DO UPDATE SET state = EXCLUDED.state, purpose = EXCLUDED.purpose, "
    "provider = EXCLUDED.provider, committed_fen = EXCLUDED.committed_fen, paid_fen = EXCLUDED.paid_fen, "
    "failed = EXCLUDED.failed, document = EXCLUDED.document"};

inline constexpr Query kSumsOf{"fund_sums",
                               "SELECT purpose, sum(committed_fen)::bigint, sum(paid_fen)::bigint FROM projects "
                               "WHERE budget = $1 AND committed_fen > 0 GROUP BY purpose"};

// States 9 and 10 are accepted and settled. `failed` stays when a project that failed its acceptance is terminated.
inline constexpr Query kCountsOf{
    "fund_counts",
    "SELECT count(*), count(*) FILTER (WHERE state IN (9, 10)), count(*) FILTER (WHERE failed) FROM projects "
    "WHERE provider = $1"};

inline constexpr Query kProjectsOf{"fund_projects_of",
                                   "SELECT document FROM projects WHERE budget = $1 ORDER BY create_time, name",
                                   std::chrono::seconds(30)};

inline constexpr Query kCountProjects{"fund_count_projects", "SELECT count(*) FROM projects WHERE budget = $1"};

inline constexpr Query kListProjects{
    "fund_list_projects",
    "SELECT document, office_region FROM projects WHERE ($1 = '' OR (create_time, name) < "
    "  (SELECT create_time, name FROM projects WHERE name = $1)) "
    "AND ($2 = '' OR plan = $2) AND ($3 = 0 OR year = $3) AND ($4 = '{}' OR state = ANY($4::int[])) "
    "AND ($5 = '' OR department = $5) AND ($6 = '' OR provider = $6) AND starts_with(office_region, $7) "
    "ORDER BY create_time DESC, name DESC LIMIT $8"};

inline constexpr Query kFindProvider{"fund_find_provider", "SELECT document FROM providers WHERE name = $1"};

inline constexpr Query kSaveProvider{
    "fund_save_provider",
    "INSERT INTO providers (name, plan, kinds, document) VALUES ($1, $2, $3::int[], $4) "
    "ON CONFLICT (name) DO UPDATE SET kinds = EXCLUDED.kinds, document = EXCLUDED.document"};

inline constexpr Query kListProviders{
    "fund_list_providers",
    "SELECT document FROM providers WHERE plan = $1 AND name > $2 AND ($3 = 0 OR $3 = ANY(kinds)) "
    "ORDER BY name LIMIT $4"};

inline constexpr Query kFindRateTable{"fund_find_rate_table", "SELECT document FROM rate_tables WHERE name = $1"};

inline constexpr Query kSaveRateTable{"fund_save_rate_table",
                                      "INSERT INTO rate_tables (name, plan, document) VALUES ($1, $2, $3) "
                                      "ON CONFLICT (name) DO UPDATE SET document = EXCLUDED.document"};

inline constexpr Query kListRateTables{
    "fund_list_rate_tables", "SELECT document FROM rate_tables WHERE plan = $1 AND name > $2 ORDER BY name LIMIT $3"};

inline constexpr Query kIsInUse{"fund_rate_table_in_use",
                                "SELECT EXISTS (SELECT FROM rate_lists WHERE rate_table = $1 AND state <> 1)"};

inline constexpr Query kFindRateList{"fund_find_rate_list", "SELECT document FROM rate_lists WHERE name = $1"};

inline constexpr Query kSaveRateList{
    "fund_save_rate_list",
    "INSERT INTO rate_lists (name, plan, rate_table, state, document) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (name) DO UPDATE SET state = EXCLUDED.state, document = EXCLUDED.document"};

inline constexpr Query kListRateLists{
    "fund_list_rate_lists", "SELECT document FROM rate_lists WHERE plan = $1 AND name > $2 ORDER BY name LIMIT $3"};

inline constexpr Query kFindRate{"fund_find_rate",
                                 "SELECT document FROM employer_rates WHERE list = $1 AND credit_code = $2"};

inline constexpr Query kFindListed{
    "fund_find_listed",
    "SELECT credit_code FROM employer_rates WHERE list = $1 AND credit_code = ANY($2::text[]) ORDER BY credit_code",
    std::chrono::seconds(30)};

inline constexpr Query kPercentsOf{
    "fund_percents_of",
    "SELECT credit_code, percent FROM employer_rates WHERE list = $1 AND credit_code = ANY($2::text[])",
    std::chrono::seconds(30)};

inline constexpr Query kSaveRates{
    "fund_save_rates",
    "INSERT INTO employer_rates (list, credit_code, industry_class, percent, corrected, document) "
    "SELECT $1, c, k, p, x <> 0, d FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bytea[]) "
    "AS u(c, k, p, x, d) ON CONFLICT (list, credit_code) DO UPDATE SET industry_class = EXCLUDED.industry_class, "
    "percent = EXCLUDED.percent, corrected = EXCLUDED.corrected, document = EXCLUDED.document",
    std::chrono::seconds(60)};

inline constexpr Query kListRates{
    "fund_list_rates",
    "SELECT document FROM employer_rates WHERE list = $1 AND credit_code > $2 AND ($3 = 0 OR industry_class = $3) "
    "AND ($4 = 0 OR percent = $4) AND ($5 = 0 OR corrected) ORDER BY credit_code LIMIT $6",
    std::chrono::seconds(30)};

inline constexpr Query kSavePlan{
    "fund_save_plan", "INSERT INTO plans (name, edition, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};

// An edition, or with 0 the newest one.
inline constexpr Query kFindPlan{
    "fund_find_plan",
    "SELECT document FROM plans WHERE name = $1 AND ($2 = 0 OR edition = $2) ORDER BY edition DESC LIMIT 1"};

}  // namespace lianfang::fund::sql

#endif  // LIANFANG_SERVICES_FUND_STORE_FUND_SQL_H_
