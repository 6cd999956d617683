#include "cli/ledger_keys.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/files.h"
#include "cli/text/error_text.h"

namespace lianfang::cli {
namespace {

constexpr absl::string_view kEnd = "-----END PUBLIC KEY-----";

}  // namespace

absl::StatusOr<KeyRing> ReadLedgerKeys(const std::string& path) {
  if (path.empty()) return UsageError("--ledger-key (LIANFANG_LEDGER_KEY) is not given");
  const auto content = ReadFile(path);
  if (!content.ok()) return content.status();
  KeyRing keys;
  absl::string_view rest = absl::StripTrailingAsciiWhitespace(*content);
  do {
    const size_t end = rest.find(kEnd);
    const size_t size = end == absl::string_view::npos ? rest.size() : end + kEnd.size();
    auto key = PublicKey::FromPem(rest.substr(0, size));
    if (!key.ok()) return UsageError(absl::StrCat(path, ": ", key.status().message()));
    keys.Add(*std::move(key));
    rest.remove_prefix(size);
  } while (!rest.empty());
  return keys;
}

}  // namespace lianfang::cli
