// Values as they are compared: what people spell in several ways becomes one spelling.
//
//   Normalized(FieldKind::kBirthDate, "1963年5月7日", options) == "19630507"
//   Normalized(FieldKind::kOrganization, "高平市 米山煤业有限公司", options) == "高平市米山煤业"
#ifndef LIANFANG_LINKAGE_NORMALIZE_H_
#define LIANFANG_LINKAGE_NORMALIZE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "linkage/field.h"

namespace lianfang::linkage {

// What only a whole column can tell.
struct ColumnStyle {
  bool month_first = false;  // of dates such as 5/7/1963
};

// Reads the style from the values: 13/7 can only be a day and a month. Days come first where nothing says otherwise.
class ColumnStyleReader {
 public:
  void Add(FieldKind kind, absl::string_view value);
  ColumnStyle style() const { return {month_first_ > day_first_}; }

 private:
  int month_first_ = 0;
  int day_first_ = 0;
};

// Unicode's NFKC with case folded and accents off; invisible characters, punctuation and repeated spaces gone. Then what
// the kind asks for: dates as eight digits, identifiers without what is no letter or digit, a citizen id of 15 digits as
// that of 18 has them, companies without their legal form, a full Latin name's words in order. Empty for what says that
// nothing is known (`n/a`, `-`, `unknown`, `无`).
std::string Normalized(FieldKind kind, absl::string_view value, const ColumnStyle& style = {});

// The 17 digits before the check character of a citizen id (GB 11643) whose check character is right and whose birth
// date is one; empty for any other text. Takes normalized text.
absl::string_view CitizenIdBody(absl::string_view identifier);

// Days since 1970-01-01 of eight digits that are a day; false where they are none.
bool DayNumber(absl::string_view digits, int& days);

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_NORMALIZE_H_
