#include "common/rpc/forwarded_identity.h"

#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace lianfang {
namespace {

absl::Status Malformed(absl::string_view why) {
  return absl::UnauthenticatedError(absl::StrCat(kForwardedClientCert, ": ", why));
}

using Pair = std::pair<std::string, std::string>;  // key in lower case, value without its quotes

// Reads a header from left to right.
class Reader {
 public:
  explicit Reader(absl::string_view text) : rest_(text) {}

  // The pairs of each element.
  absl::StatusOr<std::vector<std::vector<Pair>>> Elements() {
    std::vector<std::vector<Pair>> elements(1);
    while (true) {
      auto pair = ReadPair();
      if (!pair.ok()) return pair.status();
      elements.back().push_back(*std::move(pair));
      if (rest_.empty()) return elements;
      if (rest_.front() == ',') elements.emplace_back();
      rest_.remove_prefix(1);
    }
  }

 private:
  // Up to the end or to the separator, which stays.
  absl::StatusOr<Pair> ReadPair() {
    const size_t equals = rest_.find_first_of("=,;\"");
    if (equals == absl::string_view::npos || rest_[equals] != '=') return Malformed("a pair has no `=`");
    Pair pair{absl::AsciiStrToLower(absl::StripAsciiWhitespace(rest_.substr(0, equals))), ""};
    rest_.remove_prefix(equals + 1);
    if (!rest_.empty() && rest_.front() == '"') {
      auto quoted = ReadQuoted();
      if (!quoted.ok()) return quoted.status();
      pair.second = *std::move(quoted);
    } else {
      const size_t end = std::min(rest_.find_first_of(",;\""), rest_.size());
      pair.second = std::string(rest_.substr(0, end));
      rest_.remove_prefix(end);
    }
    if (!rest_.empty() && rest_.front() != ',' && rest_.front() != ';') {
      return Malformed("a value is followed by neither `,` nor `;`");
    }
    return pair;
  }

  absl::StatusOr<std::string> ReadQuoted() {
    std::string value;
    for (size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return value;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      value.push_back(rest_[i]);
    }
    return Malformed("a quoted value has no end");
  }

  absl::string_view rest_;
};

absl::StatusOr<std::string> PercentDecoded(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size() || !absl::ascii_isxdigit(text[i + 1]) || !absl::ascii_isxdigit(text[i + 2])) {
      return Malformed("a certificate is not percent-encoded");
    }
    decoded += absl::HexStringToBytes(text.substr(i + 1, 2));
    i += 2;
  }
  return decoded;
}

absl::Status Take(const Pair& pair, ForwardedIdentity& identity) {
  const auto& [key, value] = pair;
  if (key == "uri") {
    identity.uri = value;
  } else if (key == "cert" || key == "chain") {
    auto pem = PercentDecoded(value);
    if (!pem.ok()) return pem.status();
    (key == "cert" ? identity.certificate : identity.chain) = *std::move(pem);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ForwardedIdentity> ParseForwardedIdentity(absl::string_view header) {
  if (header.size() > kLongestForwardedClientCert) {
    return Malformed(absl::StrCat("is longer than ", kLongestForwardedClientCert, " bytes: it has ", header.size()));
  }
  auto elements = Reader(header).Elements();
  if (!elements.ok()) return elements.status();
  if (elements->size() > 1) {
    return Malformed(absl::StrCat("the call came through ", elements->size(), " proxies, one is allowed"));
  }
  static const auto& kSaidOnce = *new std::set<std::string>{"hash", "cert", "chain", "subject", "uri"};
  static const auto& kSaidOften = *new std::set<std::string>{"by", "dns"};
  ForwardedIdentity identity;
  std::set<std::string> said;
  for (const Pair& pair : elements->front()) {
    if (kSaidOnce.count(pair.first) + kSaidOften.count(pair.first) == 0) {
      return Malformed(absl::StrCat("does not know the key \"", absl::CHexEscape(pair.first), "\""));
    }
    if (!said.insert(pair.first).second && kSaidOnce.count(pair.first) > 0) {
      return Malformed(absl::StrCat("says \"", pair.first, "\" twice"));
    }
    if (absl::Status status = Take(pair, identity); !status.ok()) return status;
  }
  if (identity.certificate.empty() && identity.uri.empty()) return Malformed("names nobody: neither Cert nor URI");
  return identity;
}

}  // namespace lianfang
