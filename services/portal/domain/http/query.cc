#include "services/portal/domain/http/query.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace lianfang::portal {
namespace {

constexpr size_t kLongestReturnPath = 2000;

}  // namespace

std::optional<std::string> PercentDecoded(absl::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      decoded.push_back(' ');
    } else if (text[i] != '%') {
      decoded.push_back(text[i]);
    } else {
      if (i + 2 >= text.size() || !absl::ascii_isxdigit(text[i + 1]) || !absl::ascii_isxdigit(text[i + 2])) {
        return std::nullopt;
      }
      decoded += absl::HexStringToBytes(text.substr(i + 1, 2));
      i += 2;
    }
  }
  return decoded;
}

std::string PercentEncoded(absl::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded.push_back(c);
    } else {
      absl::StrAppend(&encoded, "%", absl::AsciiStrToUpper(absl::BytesToHexString({&c, 1})));
    }
  }
  return encoded;
}

std::optional<std::string> QueryParameter(absl::string_view query, absl::string_view name) {
  std::optional<std::string> found;
  for (const absl::string_view parameter : absl::StrSplit(query, '&')) {
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(parameter, absl::MaxSplits('=', 1));
    if (parts.first != name) continue;
    if (found.has_value()) return std::nullopt;
    found = PercentDecoded(parts.second);
    if (!found.has_value()) return std::nullopt;
  }
  return found;
}

std::optional<std::string> CookieValue(const HttpHead& head, absl::string_view name) {
  std::optional<std::string> found;
  for (const auto& [field, value] : head.fields) {
    if (field != "cookie") continue;
    for (const absl::string_view pair : absl::StrSplit(value, ';')) {
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(absl::StripAsciiWhitespace(pair), absl::MaxSplits('=', 1));
      if (parts.first != name) continue;
      if (found.has_value()) return std::nullopt;
      found = std::string(parts.second);
    }
  }
  return found;
}

std::string ReturnPath(absl::string_view path) {
  const bool ours = !path.empty() && path.size() <= kLongestReturnPath && path[0] == '/' &&
                    (path.size() == 1 || (path[1] != '/' && path[1] != '\\'));
  const bool plain = std::all_of(path.begin(), path.end(), [](unsigned char c) {
    return c > 0x20 && c < 0x7f && c != '\\' && c != '"' && c != '<' && c != '>';
  });
  return ours && plain ? std::string(path) : "/";
}

bool IsToken(absl::string_view text) {
  return text.size() == 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f');
         });
}

}  // namespace lianfang::portal
