// Whether a certificate is good *now*: its chain leads to our authority, it is for clients, its time has come and not
// gone, and nobody has revoked it. Asked at every handshake and at every call, so that a stolen key is of no use from the
// moment on that its certificate is revoked, on connections that are open as well, and so that a certificate that a proxy
// passes on is not taken on the proxy's word.
//
//   auto verifier = CertificateVerifier::Create({.files = {.ca = "ca.crt", .denied_serials = "denied"}}, clock);
//   auto who = (*verifier)->Verify(pem);        // UNAUTHENTICATED: the certificate 4f2a… is revoked
//
// A certificate is revoked by one of two files, which are read again while the process runs:
//   - The deny list has a serial number a line, in hex, as `openssl x509 -serial` prints it; `#` starts a comment.
//   - The directory of revocation lists (RFC 5280) has PEM files of any name. Names that begin with a dot are passed
//     over: a Kubernetes volume has such. As OpenSSL has it, an authority without a list revokes nothing, and a list
//     whose next update is overdue lets nobody in that it is about.
#ifndef LIANFANG_COMMON_TLS_VERIFY_CERTIFICATE_H_
#define LIANFANG_COMMON_TLS_VERIFY_CERTIFICATE_H_

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/tls/trust_files.h"

namespace lianfang {

// What a good certificate says.
struct VerifiedCertificate {
  std::string uri;     // the URI among its alternative names; empty where there is none or more than one
  std::string serial;  // lower-case hex without leading zeros
  // The answer holds until then without being asked again, and no longer: then the files are looked at.
  absl::Time valid_until;
};

// The URI among the alternative names of the first certificate in a PEM text, without asking whether it is good; empty
// where there is no certificate, no URI or more than one.
std::string UriOfCertificate(absl::string_view pem);

// Thread-safe.
class CertificateVerifier {
 public:
  struct Options {
    TrustFiles files{};
    // A chain costs some hundred microseconds to verify; those verified are remembered, so many and so long.
    size_t remembered = 4096;
    absl::Duration remember_for = absl::Minutes(5);
    absl::Duration look_again_after = absl::Seconds(1);  // at the files
  };

  // FAILED_PRECONDITION where a file cannot be read or holds nothing of its kind. The clock outlives the verifier.
  static absl::StatusOr<std::unique_ptr<CertificateVerifier>> Create(Options options, const Clock& clock);

  // `certificate` is one certificate, `chain` those that lead to the authority (itself among them or not), both PEM.
  // UNAUTHENTICATED, with the reason CERTIFICATE_REVOKED where it is that, for a certificate that is not good.
  absl::StatusOr<VerifiedCertificate> Verify(absl::string_view certificate, absl::string_view chain = {});

  // Tells verifiers apart, those that are gone included.
  uint64_t id() const { return id_; }

 private:
  struct Remembered {
    VerifiedCertificate certificate;
    absl::Time until;
  };

  struct InForce {
    std::shared_ptr<X509_STORE> store;
    std::shared_ptr<const SerialNumbers> denied;
    absl::Time next_look;
  };

  CertificateVerifier(Options options, const Clock& clock);

  InForce Current();
  // By a hash of what was shown.
  std::optional<Remembered> Recall(const std::string& key, absl::Time now);
  void Remember(const std::string& key, const Remembered& known, const InForce& in_force);
  // Looks at the files where that is due.
  void LookAgain(absl::Time now);
  // Reads the files. What cannot be read stays in force as it was read last, and is in the answer.
  absl::Status Read();

  const Options options_;
  const Clock& clock_;
  const uint64_t id_;

  absl::Mutex files_mutex_;  // before mutex_; never waited for by a call
  std::string seen_ ABSL_GUARDED_BY(files_mutex_);

  absl::Mutex mutex_;
  absl::Time next_look_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::shared_ptr<X509_STORE> store_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const SerialNumbers> denied_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Remembered> remembered_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TLS_VERIFY_CERTIFICATE_H_
