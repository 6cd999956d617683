// Citizen ID numbers (GB 11643): 18 characters, of which the last checks the others; before 1999, 15 digits.
//
//   const std::string fault = IdNumberFault("11010519491231002X", today);     // empty: well-formed
//
// No fault quotes the number: what is said here is logged and audited.
#ifndef LIANFANG_COMMON_ID_NUMBER_H_
#define LIANFANG_COMMON_ID_NUMBER_H_

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace lianfang {

// The date of birth in a number of 18 characters or of 15 digits; nothing where there is no day of the calendar.
inline std::optional<absl::CivilDay> BirthDateIn(absl::string_view number) {
  constexpr size_t kLength = 18, kOldLength = 15, kPlace = 6;
  const absl::string_view digits = number.substr(0, number.size() == kLength ? kLength - 1 : number.size());
  if (!std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return absl::ascii_isdigit(c); })) {
    return std::nullopt;
  }
  std::string text;
  if (number.size() == kLength) text = std::string(number.substr(kPlace, 8));
  if (number.size() == kOldLength) text = "19" + std::string(number.substr(kPlace, 6));
  int year = 0, month = 0, day = 0;
  if (text.empty() || !absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(4, 2), &month) ||
      !absl::SimpleAtoi(text.substr(6, 2), &day)) {
    return std::nullopt;
  }
  const absl::CivilDay made(year, month, day);
  if (made.year() != year || made.month() != month || made.day() != day) return std::nullopt;
  return made;
}

// What is wrong with a number of 18 characters; empty when nothing is. Any area prefix will do: retired ones live on in old cards.
inline std::string IdNumberFault(absl::string_view number, absl::CivilDay today) {
  constexpr size_t kLength = 18;
  constexpr int kEarliestYear = 1850;
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr absl::string_view kChecks = "10X98765432";
  const absl::string_view digits = number.substr(0, kLength - 1);
  if (number.size() != kLength ||
      !std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return absl::ascii_isdigit(c); })) {
    return "must be 17 digits and a check character";
  }
  const auto birth = BirthDateIn(number);
  if (!birth.has_value() || birth->year() < kEarliestYear)
    return "does not hold a day of the calendar as date of birth";
  if (*birth > today) return "holds a date of birth in the future";
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) sum += (digits[i] - '0') * kWeights[i];
  if (number.back() != kChecks[static_cast<size_t>(sum % 11)])
    return "has another check character than its digits give";
  return "";
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_ID_NUMBER_H_
