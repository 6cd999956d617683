// Arrays as statement parameters: libpqxx 6.4 takes them only as text, `'{1,2}'`.
//
//   // … FROM unnest($1::bigint[], $2::bytea[])
//   transaction.Execute(kInsertEntries, ArrayOf(sequences), ArrayOfBytes(entries));
#ifndef LIANFANG_COMMON_PG_ARRAY_H_
#define LIANFANG_COMMON_PG_ARRAY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace lianfang {

std::string ArrayOf(const std::vector<int64_t>& values);
std::string ArrayOf(const std::vector<std::string>& values);  // text without NUL
std::string ArrayOfBytes(const std::vector<std::string>& values);

// One `bytea` value as the text that PostgreSQL reads, `\x…`.
std::string BytesLiteral(absl::string_view bytes);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_PG_ARRAY_H_
