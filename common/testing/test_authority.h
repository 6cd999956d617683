// A certificate authority of a test's own, in memory: what it issues has the shape of deploy/certificates' and any fault
// that a test asks for.
#ifndef LIANFANG_COMMON_TESTING_TEST_AUTHORITY_H_
#define LIANFANG_COMMON_TESTING_TEST_AUTHORITY_H_

#include <openssl/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace lianfang {

class TestAuthority {
 public:
  struct Request {
    std::vector<std::string> uris{};
    std::string serial = "01";  // hex
    std::string usage = "clientAuth,serverAuth";
    absl::Time not_before = absl::Now() - absl::Hours(1);
    absl::Time not_after = absl::Now() + absl::Hours(1);
  };
  // PEM.
  struct Issued {
    std::string certificate;
    std::string key;
  };

  // A root, or an authority below `issuer`.
  explicit TestAuthority(const TestAuthority* issuer = nullptr);

  Issued Issue(const Request& request) const;

  // A revocation list, PEM.
  std::string Revoke(const std::vector<std::string>& serials, absl::Time this_update = absl::Now() - absl::Minutes(1),
                     absl::Time next_update = absl::Now() + absl::Hours(1)) const;

  const std::string& certificate() const { return pem_; }  // PEM

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::shared_ptr<X509> certificate_;
  std::string pem_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TESTING_TEST_AUTHORITY_H_
