#include "services/notification/domain/contact/mail_syntax.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/text.h"

namespace lianfang::notification {
namespace {

bool IsAtomCharacter(char c) { return absl::ascii_isalnum(c) || absl::StrContains("!#$%&'*+-/=?^_`{|}~", c); }

bool IsDotAtom(absl::string_view text) {
  for (const absl::string_view atom : absl::StrSplit(text, '.')) {
    if (atom.empty() || !std::all_of(atom.begin(), atom.end(), IsAtomCharacter)) return false;
  }
  return true;
}

bool IsLabel(absl::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

bool IsDomain(absl::string_view domain) {
  const std::vector<absl::string_view> labels = absl::StrSplit(domain, '.');
  return labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), IsLabel);
}

// Encoded in UTF-8: next line, line and paragraph separators, and the marks, embeddings and isolates that turn text
// around.
constexpr std::array<absl::string_view, 13> kInvisible = {"\u0085", "\u2028", "\u2029", "\u200E", "\u200F",
                                                          "\u202A", "\u202B", "\u202C", "\u202D", "\u202E",
                                                          "\u2066", "\u2067", "\u2069"};

}  // namespace

absl::StatusOr<std::string> NormalizeEmail(absl::string_view address) {
  const size_t at = address.rfind('@');
  const absl::string_view local = address.substr(0, at);
  const absl::string_view domain = at == absl::string_view::npos ? "" : address.substr(at + 1);
  if (address.size() > 254 || local.size() > 64 || !IsDotAtom(local) || !IsDomain(domain)) {
    return absl::InvalidArgumentError(
        "must be a mailbox such as liaison@emergency.example: ASCII, without spaces, quotes or comments, at most 254 "
        "bytes");
  }
  return absl::StrCat(local, "@", absl::AsciiStrToLower(domain));
}

absl::Status CheckHeaderText(absl::string_view text, size_t max) {
  if (text.empty()) return absl::InvalidArgumentError("must not be empty");
  if (!IsValidUtf8(text)) return absl::InvalidArgumentError("must be UTF-8");
  if (CountCodePoints(text) > max)
    return absl::InvalidArgumentError(absl::StrCat("must have at most ", max, " characters"));
  const bool control = std::any_of(text.begin(), text.end(), [](char c) { return absl::ascii_iscntrl(c); });
  const bool invisible = std::any_of(kInvisible.begin(), kInvisible.end(),
                                     [&](absl::string_view mark) { return absl::StrContains(text, mark); });
  if (control || invisible) return absl::InvalidArgumentError("must be one line without control characters");
  return absl::OkStatus();
}

}  // namespace lianfang::notification
