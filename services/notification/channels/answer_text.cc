#include "services/notification/channels/answer_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace lianfang::notification {
namespace {

constexpr size_t kMaxText = 500;
// A word that only contains an address, such as a telephone number behind its country's, is replaced from this length
// on: shorter ones stand in many words.
constexpr size_t kTelling = 6;

bool IsAddressCharacter(char c) { return absl::ascii_isalnum(c) || absl::StrContains(".!#$%&'*+/=?^_`{|}~-", c); }

}  // namespace

std::string AnswerLine(absl::string_view text) {
  std::string line(absl::StripAsciiWhitespace(text).substr(0, kMaxText));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return !absl::ascii_isprint(c); }, '?');
  return line;
}

std::string WithoutAddresses(absl::string_view text, absl::string_view recipient) {
  const absl::string_view local = recipient.substr(0, recipient.find('@'));
  std::string cleaned;
  size_t at = 0;
  while (at < text.size()) {
    size_t end = at;
    bool has_at = false;
    while (end < text.size() && (IsAddressCharacter(text[end]) || text[end] == '@')) has_at |= text[end++] == '@';
    const absl::string_view word = text.substr(at, end - at);
    if (word.empty()) {
      cleaned += text[at++];
      continue;
    }
    const bool tells = word == local || (local.size() >= kTelling && absl::StrContains(word, local));
    cleaned += has_at || tells ? "(address)" : std::string(word);
    at = end;
  }
  return cleaned;
}

}  // namespace lianfang::notification
