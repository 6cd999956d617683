// Arrays and scalars as statement parameters. libpqxx 6.4 knows no arrays: they go as text, `'{1,2}'`, or in
// PostgreSQL's binary form, which needs no hexadecimal and no quoting on either side. Statements with many parameters
// bind them by name (parameters.h).
//
//   // … FROM unnest($1::bigint[], $2::bytea[])
//   transaction.Execute(kInsertEntries, ArrayOf(sequences), ArrayOfBytes(entries));
#ifndef LIANFANG_COMMON_PG_ARRAY_H_
#define LIANFANG_COMMON_PG_ARRAY_H_

#include <cstdint>
#include <pqxx/binarystring>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace lianfang {

std::string ArrayOf(const std::vector<int64_t>& values);
std::string ArrayOf(const std::vector<std::string>& values);              // text without NUL
pqxx::binarystring ArrayOfBytes(const std::vector<std::string>& values);  // for a parameter declared `bytea[]`

// Element types by their OIDs, which are the same in every PostgreSQL (pg_type).
enum class PgType : int32_t { kBytea = 17, kBigint = 20, kText = 25, kTimestamptz = 1184 };

// Binary forms (PostgreSQL's `*send` functions).
std::string BinaryOf(int64_t value);     // bigint
std::string BinaryOf(absl::Time value);  // timestamptz; an infinite instant is PostgreSQL's 'infinity'
std::string BinaryArrayOf(PgType element, const std::vector<std::string>& elements);  // elements in binary form
std::string BinaryArrayOf(const std::vector<int64_t>& values);                        // bigint[]
std::string BinaryArrayOf(const std::vector<absl::Time>& values);                     // timestamptz[]

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_ARRAY_H_
