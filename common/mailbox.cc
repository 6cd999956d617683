#include "common/mailbox.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang {
namespace {

// RFC 5321, 4.5.3.1. A path has 256 bytes with its angle brackets.
constexpr size_t kLongestAddress = 254;
constexpr size_t kLongestLocalPart = 64;
constexpr size_t kLongestDomain = 253;
constexpr size_t kLongestLabel = 63;

bool IsAtomCharacter(unsigned char c) {
  return absl::ascii_isalnum(c) || absl::StrContains("!#$%&'*+-/=?^_`{|}~", static_cast<char>(c));
}

bool IsDotAtom(absl::string_view text) {
  for (const absl::string_view atom : absl::StrSplit(text, '.')) {
    if (atom.empty() || !std::all_of(atom.begin(), atom.end(), IsAtomCharacter)) return false;
  }
  return true;
}

bool IsLabel(absl::string_view label) {
  return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

bool IsDomain(absl::string_view domain) {
  const std::vector<absl::string_view> labels = absl::StrSplit(domain, '.');
  return domain.size() <= kLongestDomain && labels.size() >= 2 && std::all_of(labels.begin(), labels.end(), IsLabel);
}

}  // namespace

absl::StatusOr<std::string> NormalizeEmail(absl::string_view address) {
  const size_t at = address.rfind('@');
  const absl::string_view local = address.substr(0, at);
  const absl::string_view domain = at == absl::string_view::npos ? "" : address.substr(at + 1);
  if (address.size() > kLongestAddress || local.size() > kLongestLocalPart || !IsDotAtom(local) || !IsDomain(domain)) {
    return absl::InvalidArgumentError(
        "must be a mailbox such as liaison@emergency.example: ASCII, without spaces, quotes or comments, no dot at an "
        "end or beside another, at most 254 bytes");
  }
  return absl::StrCat(local, "@", absl::AsciiStrToLower(domain));
}

}  // namespace lianfang
