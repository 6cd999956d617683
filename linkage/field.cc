#include "linkage/field.h"

#include <iterator>

#include "absl/strings/str_join.h"

namespace lianfang::linkage {
namespace {

constexpr absl::string_view kKindNames[] = {"given-name", "family-name",  "name",    "birth-date",
                                            "year",       "identifier",   "phone",   "number",
                                            "text",       "organization", "category"};
static_assert(std::size(kKindNames) == kFieldKinds);

constexpr absl::string_view kLevelNames[] = {"missing", "exact", "sound", "close", "similar", "different"};
static_assert(std::size(kLevelNames) == kLevels);

}  // namespace

std::optional<FieldKind> FieldKindOf(absl::string_view name) {
  for (int i = 0; i < kFieldKinds; ++i) {
    if (kKindNames[i] == name) return static_cast<FieldKind>(i);
  }
  return std::nullopt;
}

absl::string_view FieldKindName(FieldKind kind) { return kKindNames[static_cast<int>(kind)]; }

std::string FieldKindNames() { return absl::StrJoin(kKindNames, ", "); }

absl::string_view LevelName(Level level) { return kLevelNames[static_cast<int>(level)]; }

}  // namespace lianfang::linkage
