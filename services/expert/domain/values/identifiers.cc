#include "services/expert/domain/values/identifiers.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "common/text.h"

namespace lianfang::expert {
namespace {

constexpr size_t kLength = 18;
constexpr size_t kBirthPlace = 6;  // of the day in a citizen ID, as yyyymmdd

// `0-9A-Z` without the letters that look like digits.
constexpr absl::string_view kCreditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

bool AllDigits(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

char IdCheckCharacter(absl::string_view digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr absl::string_view kChecks = "10X98765432";
  int sum = 0;
  for (size_t i = 0; i < kLength - 1; ++i) sum += (digits[i] - '0') * kWeights[i];
  return kChecks[static_cast<size_t>(sum % 11)];
}

int Number(absl::string_view digits) {
  int number = 0;
  return absl::SimpleAtoi(digits, &number) ? number : 0;
}

}  // namespace

std::string IdNumberFault(absl::string_view id_number, absl::CivilDay today) {
  if (id_number.size() != kLength || !AllDigits(id_number.substr(0, kLength - 1))) {
    return "must be 17 digits and a check character";
  }
  const absl::CivilDay birth = BirthDate(id_number);
  const bool kept = birth.year() == Number(id_number.substr(kBirthPlace, 4)) &&
                    birth.month() == Number(id_number.substr(kBirthPlace + 4, 2)) &&
                    birth.day() == Number(id_number.substr(kBirthPlace + 6, 2));
  if (!kept || birth.year() < 1850) return "does not hold a day of the calendar as date of birth";
  if (birth > today) return "holds a date of birth in the future";
  if (id_number.back() != IdCheckCharacter(id_number)) return "has another check character than its digits give";
  return "";
}

absl::CivilDay BirthDate(absl::string_view id_number) {
  return absl::CivilDay(Number(id_number.substr(kBirthPlace, 4)), Number(id_number.substr(kBirthPlace + 4, 2)),
                        Number(id_number.substr(kBirthPlace + 6, 2)));
}

std::string CreditCodeShapeFault(absl::string_view code) {
  if (code.size() != kLength) return "must be 18 characters";
  const bool known =
      std::all_of(code.begin(), code.end(), [](char c) { return absl::StrContains(kCreditAlphabet, c); });
  return known ? "" : "must be digits and capital letters without I, O, S, V and Z";
}

bool HasCreditCheck(absl::string_view code) {
  constexpr int kWeights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  constexpr int kModulus = 31;
  int sum = 0;
  for (size_t i = 0; i + 1 < kLength; ++i) sum += static_cast<int>(kCreditAlphabet.find(code[i])) * kWeights[i];
  const int check = (kModulus - sum % kModulus) % kModulus;
  return code.back() == kCreditAlphabet[static_cast<size_t>(check)];
}

std::string NormalIdentifier(absl::string_view text) { return absl::AsciiStrToUpper(absl::StripAsciiWhitespace(text)); }

std::string Masked(absl::string_view text) {
  const size_t count = CountCodePoints(text);
  if (count < 3) return std::string(count, '*');
  size_t first = 1;
  while (first < text.size() && (static_cast<unsigned char>(text[first]) & 0xc0) == 0x80) ++first;
  size_t last = text.size() - 1;
  while ((static_cast<unsigned char>(text[last]) & 0xc0) == 0x80) --last;
  return std::string(text.substr(0, first)) + std::string(count - 2, '*') + std::string(text.substr(last));
}

}  // namespace lianfang::expert
