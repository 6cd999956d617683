#include "common/pg/parameters.h"

#include <algorithm>
#include <stdexcept>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/pg/array.h"

namespace lianfang {
namespace {

bool IsNameCharacter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_islower(byte) || absl::ascii_isdigit(byte) || c == '_';
}

}  // namespace

NamedQuery::NamedQuery(const char* name, absl::string_view sql, std::chrono::milliseconds timeout) {
  for (size_t i = 0; i < sql.size(); ++i) {
    const bool is_cast = sql[i] == ':' && i + 1 < sql.size() && sql[i + 1] == ':';
    if (is_cast) {
      sql_.append("::");
      ++i;
      continue;
    }
    if (sql[i] != ':') {
      sql_.push_back(sql[i]);
      continue;
    }
    const size_t begin = i + 1;
    while (i + 1 < sql.size() && IsNameCharacter(sql[i + 1])) ++i;
    const std::string parameter(sql.substr(begin, i + 1 - begin));
    if (parameter.empty()) throw std::logic_error(absl::StrCat("a parameter without a name in ", name));
    auto known = std::find(names_.begin(), names_.end(), parameter);
    if (known == names_.end()) known = names_.insert(names_.end(), parameter);
    absl::StrAppend(&sql_, "$", known - names_.begin() + 1);
  }
  numbered_ = Query{name, sql_.c_str(), timeout};
}

NamedParameters& NamedParameters::Add(absl::string_view name, const std::string& binary) {
  const bool fresh = values_.emplace(std::string(name), pqxx::binarystring(binary)).second;
  if (!fresh) throw std::logic_error(absl::StrCat("the parameter ", name, " is bound twice"));
  return *this;
}

NamedParameters& NamedParameters::Bind(absl::string_view name, int64_t value) { return Add(name, BinaryOf(value)); }

NamedParameters& NamedParameters::Bind(absl::string_view name, absl::string_view value) {
  return Add(name, std::string(value));
}

NamedParameters& NamedParameters::Bind(absl::string_view name, absl::Time value) { return Add(name, BinaryOf(value)); }

NamedParameters& NamedParameters::Bind(absl::string_view name, const std::vector<int64_t>& values) {
  return Add(name, BinaryArrayOf(values));
}

NamedParameters& NamedParameters::Bind(absl::string_view name, const std::vector<std::string>& values) {
  return Add(name, BinaryArrayOf(PgType::kText, values));
}

NamedParameters& NamedParameters::Bind(absl::string_view name, const std::vector<absl::Time>& values) {
  return Add(name, BinaryArrayOf(values));
}

NamedParameters& NamedParameters::BindBytes(absl::string_view name, absl::string_view value) {
  return Add(name, std::string(value));
}

NamedParameters& NamedParameters::BindBytes(absl::string_view name, const std::vector<std::string>& values) {
  return Add(name, BinaryArrayOf(PgType::kBytea, values));
}

std::vector<pqxx::binarystring> NamedParameters::For(const NamedQuery& query) const {
  std::vector<pqxx::binarystring> values;
  values.reserve(query.names().size());
  for (const std::string& name : query.names()) {
    const auto found = values_.find(name);
    if (found == values_.end()) throw std::logic_error(absl::StrCat("the parameter ", name, " is not bound"));
    values.push_back(found->second);
  }
  return values;
}

}  // namespace lianfang
