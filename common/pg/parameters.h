// Statement parameters by name, in PostgreSQL's binary form.
//
// A statement with many parameters is written with names, and its arguments are bound to these names: nobody counts
// `$27`. Values go in binary form, so nothing is quoted or escaped on either side.
//
//   const NamedQuery& Save() {
//     static const NamedQuery query("save_entries", "INSERT INTO ledger (plan_id, sequence, entry) "
//         "SELECT :plan::text, * FROM unnest(:sequences::bigint[], :entries::bytea[])");
//     return query;
//   }
//   NamedParameters parameters;
//   parameters.Bind("plan", plan).Bind("sequences", sequences).BindBytes("entries", entries);
//   transaction.Execute(Save(), parameters);
#ifndef LIANFANG_COMMON_PG_PARAMETERS_H_
#define LIANFANG_COMMON_PG_PARAMETERS_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <pqxx/binarystring>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/pg/query.h"

namespace lianfang {

// A statement whose text has parameters `:name`, each with a cast that states its type: `:name::bigint[]`. Numbers are
// always `bigint`, whatever the column. Immutable; make it a static.
class NamedQuery {
 public:
  NamedQuery(const char* name, absl::string_view sql, std::chrono::milliseconds timeout = Query{}.timeout);
  NamedQuery(const NamedQuery&) = delete;
  NamedQuery& operator=(const NamedQuery&) = delete;

  // The same statement with `$1`, `$2`, …
  const Query& numbered() const { return numbered_; }
  // Names in the order of their numbers.
  const std::vector<std::string>& names() const { return names_; }

 private:
  std::vector<std::string> names_;
  std::string sql_;
  Query numbered_;
};

// The arguments of one execution. A name is bound once.
class NamedParameters {
 public:
  NamedParameters& Bind(absl::string_view name, int64_t value);                                // bigint
  NamedParameters& Bind(absl::string_view name, absl::string_view value);                      // text without NUL
  NamedParameters& Bind(absl::string_view name, absl::Time value);                             // timestamptz
  NamedParameters& Bind(absl::string_view name, const std::vector<int64_t>& values);           // bigint[]
  NamedParameters& Bind(absl::string_view name, const std::vector<std::string>& values);       // text[]
  NamedParameters& Bind(absl::string_view name, const std::vector<absl::Time>& values);        // timestamptz[]
  NamedParameters& BindBytes(absl::string_view name, absl::string_view value);                 // bytea
  NamedParameters& BindBytes(absl::string_view name, const std::vector<std::string>& values);  // bytea[]

  // The values in the order of the statement's numbers. Throws std::logic_error where a name of the statement is not
  // bound: a fault of the program.
  std::vector<pqxx::binarystring> For(const NamedQuery& query) const;

 private:
  NamedParameters& Add(absl::string_view name, const std::string& binary);

  std::map<std::string, pqxx::binarystring> values_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_PARAMETERS_H_
