// What the columns of two tables of persons mean to the comparison.
//
//   FieldKindOf("family-name") == FieldKind::kFamilyName
#ifndef LIANFANG_LINKAGE_FIELD_H_
#define LIANFANG_LINKAGE_FIELD_H_

#include <array>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace lianfang::linkage {

enum class FieldKind {
  kGivenName,
  kFamilyName,
  kFullName,      // both names in one column, in either order
  kBirthDate,     // any day, in any usual spelling
  kYear,          // a year, or an age
  kIdentifier,    // a number that names one person: citizen id, social security number
  kPhone,         // also an address of mail
  kNumber,        // house numbers, postcodes: short codes with digits, which many persons share
  kText,          // addresses, places, anything else
  kOrganization,  // an employer
  kCategory,      // few values: sex, state, nation
};
inline constexpr int kFieldKinds = 11;

// The kind by its name, such as `given-name`; nullopt where there is none.
std::optional<FieldKind> FieldKindOf(absl::string_view name);
absl::string_view FieldKindName(FieldKind kind);
// `given-name, family-name, …`, for messages.
std::string FieldKindNames();

// How far two values agree, from best to worst.
enum class Level {
  kMissing,  // one of them is empty: says nothing
  kExact,    // the same after normalization
  kSound,    // written otherwise, read the same: 张伟 and 章伟, 2 of 3 spaces
  kClose,    // a typing error apart
  kSimilar,  // more than chance would have it
  kDifferent,
};
inline constexpr int kLevels = 6;
absl::string_view LevelName(Level level);

// One column. `name` tells columns of one kind apart, and which of two tables belong together.
struct Field {
  FieldKind kind;
  std::string name;
};

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_FIELD_H_
