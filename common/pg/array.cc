#include "common/pg/array.h"

#include <limits>
#include <type_traits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace lianfang {
namespace {

// Most significant byte first, as everything in PostgreSQL's binary forms.
template <typename Number>
void AppendNumber(Number value, std::string* out) {
  const auto bits = static_cast<std::make_unsigned_t<Number>>(value);
  for (int shift = 8 * (sizeof(Number) - 1); shift >= 0; shift -= 8) out->push_back(static_cast<char>(bits >> shift));
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
  return pqxx::binarystring(BinaryArrayOf(PgType::kBytea, values));
}

std::string BinaryOf(int64_t value) {
  std::string binary;
  AppendNumber(value, &binary);
  return binary;
}

std::string BinaryOf(absl::Time value) {
  // Microseconds since 2000-01-01; the ends of the range are PostgreSQL's infinities.
  static const absl::Time kEpoch = absl::FromUnixSeconds(946684800);
  if (value == absl::InfiniteFuture()) return BinaryOf(std::numeric_limits<int64_t>::max());
  if (value == absl::InfinitePast()) return BinaryOf(std::numeric_limits<int64_t>::min());
  return BinaryOf(absl::ToInt64Microseconds(value - kEpoch));
}

std::string BinaryArrayOf(PgType element, const std::vector<std::string>& elements) {
  size_t size = 5 * sizeof(int32_t);
  for (const std::string& each : elements) size += sizeof(int32_t) + each.size();
  std::string array;
  array.reserve(size);
  AppendNumber<int32_t>(elements.empty() ? 0 : 1, &array);  // dimensions
  AppendNumber<int32_t>(0, &array);                         // no element is NULL
  AppendNumber(static_cast<int32_t>(element), &array);
  if (!elements.empty()) {
    AppendNumber(static_cast<int32_t>(elements.size()), &array);
    AppendNumber<int32_t>(1, &array);  // subscript of the first
  }
  for (const std::string& each : elements) {
    AppendNumber(static_cast<int32_t>(each.size()), &array);
    array.append(each);
  }
  return array;
}

std::string BinaryArrayOf(const std::vector<int64_t>& values) {
  std::vector<std::string> elements;
  elements.reserve(values.size());
  for (const int64_t value : values) elements.push_back(BinaryOf(value));
  return BinaryArrayOf(PgType::kBigint, elements);
}

std::string BinaryArrayOf(const std::vector<absl::Time>& values) {
  std::vector<std::string> elements;
  elements.reserve(values.size());
  for (const absl::Time value : values) elements.push_back(BinaryOf(value));
  return BinaryArrayOf(PgType::kTimestamptz, elements);
}

}  // namespace lianfang
