// The statements of links and discrepancies. The tables are in migrations/deploy/reconciliation.sql.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_RECONCILIATION_SQL_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_RECONCILIATION_SQL_H_

#include "common/pg/parameters.h"
#include "common/pg/query.h"

namespace lianfang::exchange::sql {

inline constexpr Query kAddRun{
    "reconciliation_add_run",
    "INSERT INTO reconciliation_runs (plan, position, agreements, day) VALUES ($1, 0, '', '') "
    "ON CONFLICT (plan) DO NOTHING",
    std::chrono::seconds(30)};
inline constexpr Query kLockRun{
    "reconciliation_lock_run",
    "SELECT position, agreements, day, returns, revision FROM reconciliation_runs WHERE plan = $1 "
    "FOR UPDATE",
    std::chrono::seconds(30)};
inline constexpr Query kFindRun{
    "reconciliation_find_run",
    "SELECT position, agreements, day, returns, revision FROM reconciliation_runs WHERE plan = $1"};
inline constexpr Query kSaveRun{
    "reconciliation_save_run",
    "UPDATE reconciliation_runs SET position = $2, agreements = $3, day = $4, returns = $5, revision = revision + 1 "
    "WHERE plan = $1"};
inline constexpr Query kSaveRules{"reconciliation_save_rules",
                                  "UPDATE reconciliation_runs SET rules = $2 WHERE plan = $1"};
inline constexpr Query kFindRules{"reconciliation_find_rules", "SELECT rules FROM reconciliation_runs WHERE plan = $1"};

inline constexpr Query kFindDiscrepancy{"reconciliation_find_discrepancy",
                                        "SELECT document FROM discrepancies WHERE name = $1"};
inline constexpr Query kLockDiscrepancy{"reconciliation_lock_discrepancy",
                                        "SELECT document FROM discrepancies WHERE name = $1 FOR UPDATE"};
inline constexpr Query kDiscrepanciesOf{"reconciliation_discrepancies_of",
                                        "SELECT document FROM discrepancies WHERE plan = $1 ORDER BY name FOR UPDATE",
                                        std::chrono::seconds(30)};
inline constexpr Query kPageOfDiscrepancies{
    "reconciliation_page_of_discrepancies",
    "SELECT document FROM discrepancies WHERE ($1 = '' OR plan = $1) AND name > $2 ORDER BY name LIMIT $3"};

inline const NamedQuery& SaveDiscrepancy() {
  static const auto& query = *new NamedQuery(
      "reconciliation_save_discrepancy",
      "INSERT INTO discrepancies (name, plan, state, rule, owner_region, owner_department, region, industry, period, "
      "parties, due_time, "
      "head, document) VALUES (:name::text, :plan::text, :state::bigint, :rule::text, :owner_region::text, "
      ":owner_department::text, "
      ":region::text, :industry::text, :period::text, :parties::text[], :due_time::timestamptz, :head::bytea, "
      ":document::bytea) "
      "ON CONFLICT (name) DO UPDATE SET state = excluded.state, owner_region = excluded.owner_region, owner_department "
      "= "
      "excluded.owner_department, region = excluded.region, industry = excluded.industry, period = excluded.period, "
      "parties = "
      "excluded.parties, due_time = excluded.due_time, head = excluded.head, document = excluded.document");
  return query;
}

// In which order, before due time and name.
#define LIANFANG_DISCREPANCY_GROUP \
  "CASE :ordering::bigint WHEN 1 THEN rule WHEN 2 THEN owner_region || '/' || owner_department ELSE '' END"

inline const NamedQuery& ListDiscrepancies() {
  static const auto& query = *new NamedQuery(
      "reconciliation_list_discrepancies",
      "SELECT CASE WHEN :heads::bigint = 1 AND length(head) > 0 THEN head ELSE document END FROM discrepancies "
      "WHERE plan = :plan::text "
      "AND (:states::bigint[] = '{}' OR state = ANY(:states::bigint[])) AND (:rules::text[] = '{}' OR rule = "
      "ANY(:rules::text[])) "
      "AND (:department::text = '' OR owner_department = :department::text) AND starts_with(region, :prefix::text) "
      "AND (:industry::text = '' OR industry = :industry::text) AND (:period::text = '' OR period = :period::text) "
      "AND (:party::text = '' OR :party::text = ANY(parties)) "
      "AND (:after_name::text = '' OR (" LIANFANG_DISCREPANCY_GROUP
      ", due_time, name) > (:after_group::text, :after_due::timestamptz, :after_name::text)) "
      "ORDER BY " LIANFANG_DISCREPANCY_GROUP ", due_time, name LIMIT :limit::bigint",
      std::chrono::seconds(30));
  return query;
}
#undef LIANFANG_DISCREPANCY_GROUP

inline constexpr Query kFindLink{"reconciliation_find_link", "SELECT document FROM links WHERE name = $1"};
inline constexpr Query kLockLink{"reconciliation_lock_link", "SELECT document FROM links WHERE name = $1 FOR UPDATE"};
inline constexpr Query kLinksOf{"reconciliation_links_of", "SELECT document FROM links WHERE plan = $1 ORDER BY name",
                                std::chrono::seconds(30)};
inline constexpr Query kUncertainLinks{
    "reconciliation_uncertain_links",
    "SELECT document FROM links WHERE plan = $1 AND state = 2 AND ($3 = '' OR probability < $2::float8 OR (probability "
    "= $2::float8 AND name > $3)) ORDER BY probability DESC, name LIMIT $4"};
inline const NamedQuery& SaveLinks() {
  static const auto& query = *new NamedQuery(
      "reconciliation_save_links",
      "INSERT INTO links (name, plan, state, probability, document) SELECT name, plan, state, probability::float8, "
      "document FROM unnest(:names::text[], :plans::text[], :states::bigint[], :probabilities::text[], "
      ":documents::bytea[]) AS u(name, plan, state, probability, document) ON CONFLICT (name) DO UPDATE SET state = "
      "excluded.state, probability = excluded.probability, document = excluded.document",
      std::chrono::seconds(30));
  return query;
}
inline const NamedQuery& RemoveLinks() {
  static const auto& query = *new NamedQuery(
      "reconciliation_remove_links", "DELETE FROM links WHERE name = ANY(:names::text[])", std::chrono::seconds(30));
  return query;
}

inline constexpr Query kModelsOf{"reconciliation_models",
                                 "SELECT document FROM linkage_models WHERE plan = $1 ORDER BY number"};
inline constexpr Query kSaveModel{"reconciliation_save_model",
                                  "INSERT INTO linkage_models (name, plan, document) VALUES ($1, $2, $3) "
                                  "ON CONFLICT (name) DO UPDATE SET document = excluded.document"};
inline constexpr Query kTallyLinks{"reconciliation_tally_links",
                                   "SELECT state, count(*) FROM links WHERE plan = $1 GROUP BY state"};
// Open and referred ones, by the numbers of the contract.
inline constexpr Query kTallyDiscrepancies{
    "reconciliation_tally_discrepancies",
    "SELECT rule, count(*) FROM discrepancies WHERE plan = $1 AND state IN ($2, $3) GROUP BY rule"};

inline constexpr Query kPlansWithAgreements{"reconciliation_plans",
                                            "SELECT DISTINCT plan FROM agreements ORDER BY plan"};
inline constexpr Query kNewestPosition{"reconciliation_newest_position",
                                       "SELECT coalesce(max(position), 0) FROM record_versions"};

}  // namespace lianfang::exchange::sql

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_RECONCILIATION_SQL_H_
