// Input texts with `{name}` for what an input cannot say: a certificate of this process's authority, a session that is open.
#ifndef LIANFANG_TESTS_FUZZ_TOKENS_H_
#define LIANFANG_TESTS_FUZZ_TOKENS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

namespace lianfang::fuzz {

using Tokens = std::vector<std::pair<std::string, std::string>>;

inline std::string WithTokens(absl::string_view text, const Tokens& tokens) {
  return absl::StrReplaceAll(
      text, std::vector<std::pair<absl::string_view, absl::string_view>>(tokens.begin(), tokens.end()));
}

inline std::string PercentEncoded(const std::string& text) {
  std::string encoded;
  for (const unsigned char c : text) {
    if (absl::ascii_isalnum(c)) {
      encoded.push_back(static_cast<char>(c));
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", c);
    }
  }
  return encoded;
}

}  // namespace lianfang::fuzz

#endif  // LIANFANG_TESTS_FUZZ_TOKENS_H_
