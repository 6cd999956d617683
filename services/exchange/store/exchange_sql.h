// The statements of the PostgreSQL store. The tables are in migrations/.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_EXCHANGE_SQL_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_EXCHANGE_SQL_H_

#include "common/pg/parameters.h"
#include "common/pg/query.h"

namespace lianfang::exchange::sql {

// What several statements share; undefined at the end of this file.
//
// Columns of a version, in the order in which they are read. Of `persons` none: they are searched by, never read.
#define LIANFANG_VERSION_COLUMNS                                                                                   \
  "v.position, v.name, v.version, v.kind, v.owner_region, v.owner_department, v.region, v.industry, v.withdrawn, " \
  "v.newest, v.day::text, v.credit_code, v.casualties, v.content_hash, "                                           \
  "(extract(epoch FROM v.publish_time) * 1000000)::bigint, v.algorithm, v.key_id, v.sealed"

// Conditions of a list beside the owner, the person and the employer.
#define LIANFANG_RECORD_CONDITIONS                                                                                     \
  "v.newest AND v.kind = :kind::bigint "                                                                               \
  "AND (:prefixes::text[] = '{}' OR EXISTS (SELECT FROM unnest(:prefixes::text[]) p WHERE starts_with(v.region, p))) " \
  "AND (:industries::text[] = '{}' OR v.industry = ANY(:industries::text[])) "                                         \
  "AND starts_with(v.region, :prefix::text) AND (:industry::text = '' OR v.industry = :industry::text) "               \
  "AND (:from_day::text = '' OR v.day >= nullif(:from_day::text, '')::date) "                                          \
  "AND (:until_day::text = '' OR v.day < nullif(:until_day::text, '')::date) "                                         \
  "AND (:withdrawn::bigint = 1 OR NOT v.withdrawn) "

#define LIANFANG_OWNED "AND v.owner_region = :owner_region::text AND v.owner_department = :owner_department::text "
#define LIANFANG_PAGE "AND v.name > :after::text ORDER BY v.name LIMIT :limit::bigint"

// Locks the end of the records until the transaction ends, and so puts publishing transactions into the order of their positions.
inline constexpr Query kLockHead{"exchange_lock_head", "SELECT position FROM record_head FOR UPDATE",
                                 std::chrono::seconds(30)};
inline constexpr Query kMoveHead{"exchange_move_head", "UPDATE record_head SET position = $1"};

// The versions offered, where they are stored, and the newest ones, of these records.
inline const NamedQuery& FindKnown() {
  static const auto& query =
      *new NamedQuery("exchange_find_known",
                      "SELECT v.name, v.version, v.content_hash, v.casualties, v.newest FROM "
                      "unnest(:names::text[], :versions::bigint[]) AS w(name, version) "
                      "JOIN record_versions v ON v.name = w.name AND (v.newest OR v.version = w.version)");
  return query;
}

inline const NamedQuery& Outdate() {
  static const auto& query = *new NamedQuery(
      "exchange_outdate", "UPDATE record_versions SET newest = false WHERE newest AND name = ANY(:names::text[])");
  return query;
}

// Persons come as one array of text with the fingerprints in hexadecimal, joined by commas: PostgreSQL has no arrays of arrays of
// different lengths.
inline const NamedQuery& InsertVersions() {
  static const auto& query = *new NamedQuery(
      "exchange_insert_versions",
      "INSERT INTO record_versions (position, name, version, kind, owner_region, owner_department, region, industry, "
      "withdrawn, newest, day, credit_code, persons, casualties, content_hash, publish_time, algorithm, key_id, "
      "sealed) "
      "SELECT position, name, version, kind, owner_region, owner_department, region, industry, withdrawn = 1, "
      "newest = 1, nullif(day, '')::date, credit_code, "
      "CASE length(persons) WHEN 0 THEN '{}'::bytea[] WHEN 64 THEN ARRAY[decode(persons, 'hex')] ELSE (SELECT "
      "array_agg(decode(p, 'hex')) FROM "
      "unnest(string_to_array(persons, ',')) p) END, "
      "casualties, content_hash, publish_time, algorithm, key_id, sealed FROM unnest(:positions::bigint[], "
      ":names::text[], :versions::bigint[], :kinds::bigint[], :owner_regions::text[], :owner_departments::text[], "
      ":regions::text[], :industries::text[], :withdrawn::bigint[], :newest::bigint[], :days::text[], "
      ":credit_codes::text[], :persons::text[], :casualties::text[], :hashes::bytea[], :times::timestamptz[], "
      ":algorithms::bigint[], :key_ids::text[], :sealed::bytea[]) AS u(position, name, version, kind, owner_region, "
      "owner_department, region, industry, withdrawn, newest, day, credit_code, persons, casualties, content_hash, "
      "publish_time, algorithm, key_id, sealed)",
      std::chrono::seconds(30));
  return query;
}

inline constexpr Query kListAfter{
    "exchange_list_after",
    "SELECT " LIANFANG_VERSION_COLUMNS
    ", b.region, b.industry FROM record_versions v LEFT JOIN LATERAL "
    "(SELECT region, industry FROM record_versions o WHERE o.name = v.name AND o.version < v.version "
    "ORDER BY o.version DESC LIMIT 1) b ON true WHERE v.position > $1 ORDER BY v.position LIMIT $2",
    std::chrono::seconds(30)};

inline constexpr Query kFindAt{"exchange_find_at",
                               "SELECT " LIANFANG_VERSION_COLUMNS " FROM record_versions v WHERE v.position = $1"};

inline constexpr Query kFindVersion{"exchange_find_version",
                                    "SELECT " LIANFANG_VERSION_COLUMNS
                                    " FROM record_versions v WHERE v.name = $1 AND v.version = $2"};
inline constexpr Query kFindNewest{"exchange_find_newest", "SELECT " LIANFANG_VERSION_COLUMNS
                                                           " FROM record_versions v WHERE v.name = $1 AND v.newest"};

inline const NamedQuery& ListVersionsOf() {
  static const auto& query = *new NamedQuery(
      "exchange_list_versions_of",
      "SELECT " LIANFANG_VERSION_COLUMNS
      " FROM record_versions v WHERE v.name = ANY(:names::text[]) ORDER BY v.name COLLATE \"C\", v.version",
      std::chrono::seconds(30));
  return query;
}

inline const NamedQuery& ListAll() {
  static const auto& query = *new NamedQuery("exchange_list_all",
                                             "SELECT " LIANFANG_VERSION_COLUMNS
                                             " FROM record_versions v WHERE " LIANFANG_RECORD_CONDITIONS LIANFANG_PAGE,
                                             std::chrono::seconds(30));
  return query;
}

inline const NamedQuery& ListOwned() {
  static const auto& query =
      *new NamedQuery("exchange_list_owned",
                      "SELECT " LIANFANG_VERSION_COLUMNS
                      " FROM record_versions v WHERE " LIANFANG_RECORD_CONDITIONS LIANFANG_OWNED LIANFANG_PAGE,
                      std::chrono::seconds(30));
  return query;
}

inline const NamedQuery& ListOfPerson() {
  static const auto& query = *new NamedQuery("exchange_list_person",
                                             "SELECT " LIANFANG_VERSION_COLUMNS
                                             " FROM record_versions v WHERE " LIANFANG_RECORD_CONDITIONS LIANFANG_OWNED
                                             "AND v.persons @> ARRAY[:person::bytea] AND (:credit_code::text = '' OR "
                                             "v.credit_code = :credit_code::text) " LIANFANG_PAGE,
                                             std::chrono::seconds(30));
  return query;
}

inline const NamedQuery& ListOfEmployer() {
  static const auto& query = *new NamedQuery("exchange_list_employer",
                                             "SELECT " LIANFANG_VERSION_COLUMNS
                                             " FROM record_versions v WHERE " LIANFANG_RECORD_CONDITIONS LIANFANG_OWNED
                                             "AND v.credit_code = :credit_code::text " LIANFANG_PAGE,
                                             std::chrono::seconds(30));
  return query;
}

// Groups by the number of the grouping in the contract.
inline const NamedQuery& CountOwned() {
  static const auto& query =
      *new NamedQuery("exchange_count_owned",
                      "SELECT coalesce(to_char(v.day, 'YYYY-MM'), '') AS m, CASE :grouping::bigint WHEN 1 THEN "
                      "v.industry WHEN 2 THEN v.region ELSE '' END AS g, count(*) FROM record_versions v "
                      "WHERE " LIANFANG_RECORD_CONDITIONS LIANFANG_OWNED "GROUP BY 1, 2 ORDER BY 1, 2",
                      std::chrono::seconds(60));
  return query;
}

// Which record of a credit code is the register's: a keeper's, or the one that was there first. Keepers come as arrays of equal length, one
// element for each region and industry of each.
#define LIANFANG_REGISTER_ORDER                                                                                      \
  "EXISTS (SELECT FROM unnest(:keeper_regions::text[], :keeper_departments::text[], :keeper_prefixes::text[], "      \
  ":keeper_industries::text[]) AS k(region, department, prefix, industry) WHERE k.region = v.owner_region AND "      \
  "k.department = v.owner_department AND starts_with(v.region, k.prefix) AND (k.industry = '' OR k.industry = "      \
  "v.industry)) DESC, (SELECT o.position FROM record_versions o WHERE o.name = v.name ORDER BY o.version LIMIT 1), " \
  "v.name "
#define LIANFANG_EMPLOYERS                                                                            \
  "FROM record_versions v WHERE v.newest AND v.kind = 6 AND NOT v.withdrawn AND v.credit_code <> '' " \
  "AND starts_with(v.region, :prefix::text) "

inline const NamedQuery& ListEmployers() {
  static const auto& query = *new NamedQuery(
      "exchange_list_employers",
      "SELECT " LIANFANG_VERSION_COLUMNS " FROM (SELECT DISTINCT ON (v.credit_code) v.* " LIANFANG_EMPLOYERS
      "AND v.credit_code > :after::text ORDER BY v.credit_code, " LIANFANG_REGISTER_ORDER
      ") v WHERE :industry::text = '' OR v.industry = :industry::text ORDER BY v.credit_code LIMIT :limit::bigint",
      std::chrono::seconds(30));
  return query;
}
inline const NamedQuery& FindEmployers() {
  static const auto& query =
      *new NamedQuery("exchange_find_employers",
                      "SELECT " LIANFANG_VERSION_COLUMNS " " LIANFANG_EMPLOYERS
                      "AND v.credit_code = :code::text ORDER BY " LIANFANG_REGISTER_ORDER "LIMIT :limit::bigint",
                      std::chrono::seconds(30));
  return query;
}
#undef LIANFANG_EMPLOYERS
#undef LIANFANG_REGISTER_ORDER

inline constexpr Query kListSealedOtherwise{"exchange_list_sealed_otherwise",
                                            "SELECT " LIANFANG_VERSION_COLUMNS
                                            " FROM record_versions v WHERE v.position > $1 AND (v.key_id <> $2 OR "
                                            "v.algorithm <> $3) ORDER BY v.position LIMIT $4",
                                            std::chrono::seconds(60)};

inline constexpr Query kReseal{
    "exchange_reseal",
    "UPDATE record_versions SET key_id = $2, sealed = $3, algorithm = $4 WHERE position = $1 AND sealed = $5"};

inline const NamedQuery& LogReads() {
  static const auto& query = *new NamedQuery(
      "exchange_log_reads",
      "INSERT INTO record_reads (record, version, reader, reader_region, reader_department, read_time, owner_region, "
      "owner_department, revealed, document) SELECT * FROM (SELECT record, version, :reader::text, "
      ":reader_region::text, :reader_department::text, :time::timestamptz, owner_region, owner_department, "
      ":revealed::bigint = 1, document FROM unnest(:records::text[], :versions::bigint[], :owner_regions::text[], "
      ":owner_departments::text[], :documents::bytea[]) "
      "AS u(record, version, owner_region, owner_department, document)) AS r",
      std::chrono::seconds(30));
  return query;
}

inline constexpr Query kListReads{
    "exchange_list_reads",
    "SELECT read_id, document, reader_region, reader_department FROM record_reads WHERE ($1 = 0 OR read_id < $1) "
    "AND ($2 = '' OR owner_region = $2) AND ($3 = '' OR owner_department = $3) AND ($4 = '' OR record = $4) "
    "AND ($5 = '' OR reader_department = $5) AND read_time >= $6::timestamptz AND read_time < $7::timestamptz "
    "AND ($8 = 0 OR revealed) AND starts_with(owner_region, $10) ORDER BY read_id DESC LIMIT $9",
    std::chrono::seconds(30)};

inline constexpr Query kFindAgreement{"exchange_find_agreement", "SELECT document FROM agreements WHERE name = $1"};
inline constexpr Query kLockAgreement{"exchange_lock_agreement",
                                      "SELECT document FROM agreements WHERE name = $1 FOR UPDATE"};
// A name that two propose at once is the first one's: the second waits, and finds it.
inline constexpr Query kLockAgreementName{"exchange_lock_agreement_name",
                                          "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"};
inline constexpr Query kSaveAgreement{
    "exchange_save_agreement",
    "INSERT INTO agreements (name, plan, document) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE "
    "SET document = EXCLUDED.document"};
inline constexpr Query kListAgreements{"exchange_list_agreements",
                                       "SELECT document FROM agreements WHERE $1 = '' OR plan = $1 ORDER BY name"};

inline constexpr Query kFindDefinitions{"exchange_find_definitions",
                                        "SELECT document FROM figure_definitions WHERE plan = $1"};
inline constexpr Query kSaveDefinitions{
    "exchange_save_definitions",
    "INSERT INTO figure_definitions (plan, document) VALUES ($1, $2) ON CONFLICT (plan) DO UPDATE "
    "SET document = EXCLUDED.document"};

inline constexpr Query kSavePlan{
    "exchange_save_plan", "INSERT INTO plans (name, edition, document) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"};
// An edition, or with 0 the newest one.
inline constexpr Query kFindPlan{
    "exchange_find_plan",
    "SELECT document FROM plans WHERE name = $1 AND ($2 = 0 OR edition = $2) ORDER BY edition DESC LIMIT 1"};

#undef LIANFANG_PAGE
#undef LIANFANG_OWNED
#undef LIANFANG_RECORD_CONDITIONS
#undef LIANFANG_VERSION_COLUMNS

}  // namespace lianfang::exchange::sql

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_EXCHANGE_SQL_H_
