#include "services/exchange/domain/record/identifiers.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"

namespace lianfang::exchange {
namespace {

constexpr size_t kLength = 18;
constexpr size_t kOldLength = 15;
constexpr size_t kBirthPlace = 6;
constexpr int kEarliestYear = 1850;

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

int Number(absl::string_view digits) {
  int number = 0;
  return absl::SimpleAtoi(digits, &number) ? number : 0;
}

char CheckCharacter(absl::string_view digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr absl::string_view kChecks = "10X98765432";
  int sum = 0;
  for (size_t i = 0; i < kLength - 1; ++i) sum += (digits[i] - '0') * kWeights[i];
  return kChecks[static_cast<size_t>(sum % 11)];
}

std::optional<absl::CivilDay> DayOf(int year, int month, int day) {
  const absl::CivilDay made(year, month, day);
  if (made.year() != year || made.month() != month || made.day() != day) return std::nullopt;
  return made;
}

}  // namespace

std::string IdNumberFault(absl::string_view number, absl::CivilDay today) {
  if (number.size() != kLength || !AllDigits(number.substr(0, kLength - 1))) {
    return "must be 17 digits and a check character";
  }
  const auto birth = BirthDateIn(number);
  if (!birth.has_value() || birth->year() < kEarliestYear)
    return "does not hold a day of the calendar as date of birth";
  if (*birth > today) return "holds a date of birth in the future";
  if (number.back() != CheckCharacter(number)) return "has another check character than its digits give";
  return "";
}

std::optional<absl::CivilDay> BirthDateIn(absl::string_view number) {
  if (number.size() == kLength && AllDigits(number.substr(0, kLength - 1))) {
    return DayOf(Number(number.substr(kBirthPlace, 4)), Number(number.substr(kBirthPlace + 4, 2)),
                 Number(number.substr(kBirthPlace + 6, 2)));
  }
  if (number.size() == kOldLength && AllDigits(number)) {
    constexpr int kCentury = 1900;
    return DayOf(kCentury + Number(number.substr(kBirthPlace, 2)), Number(number.substr(kBirthPlace + 2, 2)),
                 Number(number.substr(kBirthPlace + 4, 2)));
  }
  return std::nullopt;
}

std::string NormalIdentifier(absl::string_view text) { return absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text)); }

}  // namespace lianfang::exchange
