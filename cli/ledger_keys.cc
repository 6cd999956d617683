#include "cli/ledger_keys.h"

#include "absl/strings/str_cat.h"
#include "cli/files.h"
#include "cli/text/error_text.h"
#include "common/ledger/key_file.h"

namespace lianfang::cli {

absl::StatusOr<KeyRing> ReadLedgerKeys(const std::string& path) {
  if (path.empty()) return UsageError("--ledger-key (LIANFANG_LEDGER_KEY) is not given");
  const auto content = ReadFile(path);
  if (!content.ok()) return content.status();
  auto keys = ParseKeyFile(*content);
  if (!keys.ok()) return UsageError(absl::StrCat(path, ": ", keys.status().message()));
  return keys;
}

}  // namespace lianfang::cli
