// The files that say whom to trust: the authority, its revocation lists, and the serial numbers that are denied.
#ifndef LIANFANG_COMMON_TLS_TRUST_FILES_H_
#define LIANFANG_COMMON_TLS_TRUST_FILES_H_

#include <openssl/types.h>

#include <memory>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"

namespace lianfang {

struct TrustFiles {
  std::string ca{};              // PEM file with one certificate or more
  std::string crl_directory{};   // every file in it is PEM with one list or more; empty: none
  std::string denied_serials{};  // a serial number a line, in hex; empty: none
};

// Verifies certificates of clients as OpenSSL does in a handshake, and against the revocation lists, if there is a
// directory of them. FAILED_PRECONDITION, naming the file, where one cannot be read or holds nothing of its kind.
// Several threads may verify with the store at once.
absl::StatusOr<std::shared_ptr<X509_STORE>> ReadTrustStore(const TrustFiles& files);

using SerialNumbers = absl::flat_hash_set<std::string>;  // as NormalSerial makes them

struct DeniedSerials {
  SerialNumbers serials;
  // OK, or what is wrong with the lines that are no serial number. The others are in force: who is denied in haste must
  // not go free for another line's sake.
  absl::Status faults;
};

// FAILED_PRECONDITION where the file cannot be read; no file, no serials.
absl::StatusOr<DeniedSerials> ReadDeniedSerials(const TrustFiles& files);

// `serial=04:F2` → `4f2`: lower-case hex without leading zeros. Empty for what is no serial number (1 to 40 digits).
std::string NormalSerial(absl::string_view text);

// Differs when a file was replaced, changed, added or removed. A change within the same instant as the reading before
// would look like none, so where a file is that new, the answer differs from every other.
std::string TrustFilesFingerprint(const TrustFiles& files);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TLS_TRUST_FILES_H_
