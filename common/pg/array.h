// Arrays as statement parameters. libpqxx 6.4 knows none: numbers and texts go as text, `'{1,2}'`; bytes as
// PostgreSQL's binary form of an array, which needs no hexadecimal and no quoting on either side.
//
//   // … FROM unnest($1::bigint[], $2::bytea[])
//   transaction.Execute(kInsertEntries, ArrayOf(sequences), ArrayOfBytes(entries));
#ifndef LIANFANG_COMMON_PG_ARRAY_H_
#define LIANFANG_COMMON_PG_ARRAY_H_

#include <cstdint>
#include <pqxx/binarystring>
#include <string>
#include <vector>

namespace lianfang {

std::string ArrayOf(const std::vector<int64_t>& values);
std::string ArrayOf(const std::vector<std::string>& values);              // text without NUL
pqxx::binarystring ArrayOfBytes(const std::vector<std::string>& values);  // for a parameter declared `bytea[]`

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_ARRAY_H_
