#include "cli/ledger/own_identity.h"

#include "absl/strings/str_cat.h"
#include "cli/files.h"
#include "cli/text/error_text.h"
#include "common/tls/verify_certificate.h"

namespace lianfang::cli {

absl::StatusOr<std::string> ReadOwnIdentity(const std::string& certificate_file) {
  if (certificate_file.empty()) return UsageError("--tls-cert (LIANFANG_TLS_CERT) is not given");
  const auto pem = ReadFile(certificate_file);
  if (!pem.ok()) return pem.status();
  std::string uri = UriOfCertificate(*pem);
  if (uri.empty()) return UsageError(absl::StrCat(certificate_file, ": holds no certificate that names who it is for"));
  return uri;
}

}  // namespace lianfang::cli
