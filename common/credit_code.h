// Unified social credit codes (GB 32100): 18 characters, the last of which checks the others.
//
//   const std::string fault = CreditCodeFault("91350100M000100Y43");     // empty: well-formed
//
// No fault quotes the code: what is said here is logged and audited.
#ifndef LIANFANG_COMMON_CREDIT_CODE_H_
#define LIANFANG_COMMON_CREDIT_CODE_H_

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace lianfang {

// What is wrong with a code; empty when nothing is.
inline std::string CreditCodeFault(absl::string_view code) {
  constexpr absl::string_view kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // without letters that look like digits
  constexpr int kWeights[] = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  constexpr size_t kLength = 18;
  constexpr int kModulus = 31;
  if (code.size() != kLength) return "must be a credit code of 18 characters";
  const bool known = std::all_of(code.begin(), code.end(), [&](char c) { return absl::StrContains(kAlphabet, c); });
  if (!known) return "must be a credit code: digits and capital letters without I, O, S, V and Z";
  int sum = 0;
  for (size_t i = 0; i + 1 < kLength; ++i) sum += static_cast<int>(kAlphabet.find(code[i])) * kWeights[i];
  const auto check = static_cast<size_t>((kModulus - sum % kModulus) % kModulus);
  return code.back() == kAlphabet[check] ? "" : "is no credit code: its check character does not hold";
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_CREDIT_CODE_H_
