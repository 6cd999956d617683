#include "common/pg/array.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lianfang {
namespace {

constexpr int32_t kByteaOid = 17;  // in pg_type, of every PostgreSQL

// Four bytes, the first the most significant, as everything in PostgreSQL's binary forms.
void AppendInt32(int32_t value, std::string* out) {
  const auto bits = static_cast<uint32_t>(value);
  for (int shift = 24; shift >= 0; shift -= 8) out->push_back(static_cast<char>(bits >> shift));
}

}  // namespace

std::string ArrayOf(const std::vector<int64_t>& values) { return absl::StrCat("{", absl::StrJoin(values, ","), "}"); }

std::string ArrayOf(const std::vector<std::string>& values) {
  std::string literal = "{";
  for (const std::string& value : values) {
    if (literal.size() > 1) literal.push_back(',');
    literal.push_back('"');
    for (const char c : value) {
      if (c == '"' || c == '\\') literal.push_back('\\');
      literal.push_back(c);
    }
    literal.push_back('"');
  }
  literal.push_back('}');
  return literal;
}

pqxx::binarystring ArrayOfBytes(const std::vector<std::string>& values) {
  size_t size = 5 * sizeof(int32_t);
  for (const std::string& value : values) size += sizeof(int32_t) + value.size();
  std::string array;
  array.reserve(size);
  AppendInt32(values.empty() ? 0 : 1, &array);  // dimensions
  AppendInt32(0, &array);                       // no element is NULL
  AppendInt32(kByteaOid, &array);
  if (!values.empty()) {
    AppendInt32(static_cast<int32_t>(values.size()), &array);
    AppendInt32(1, &array);  // subscript of the first
  }
  for (const std::string& value : values) {
    AppendInt32(static_cast<int32_t>(value.size()), &array);
    array.append(value);
  }
  return pqxx::binarystring(array);
}

}  // namespace lianfang
