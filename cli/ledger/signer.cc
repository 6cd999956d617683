#include "cli/ledger/signer.h"

#include "absl/strings/str_cat.h"
#include "cli/files.h"
#include "cli/text/error_text.h"

namespace lianfang::cli {

absl::StatusOr<WitnessSigner> ReadSigner(const std::string& path) {
  const auto pem = ReadFile(path);
  if (!pem.ok()) return pem.status();
  auto signer = WitnessSigner::FromPem(*pem);
  if (!signer.ok()) return UsageError(absl::StrCat(path, ": ", signer.status().message()));
  return signer;
}

}  // namespace lianfang::cli
