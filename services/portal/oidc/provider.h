// An OpenID Connect provider over HTTPS: what it says of itself, its keys, and the exchange of a code for an ID token.
#ifndef LIANFANG_SERVICES_PORTAL_OIDC_PROVIDER_H_
#define LIANFANG_SERVICES_PORTAL_OIDC_PROVIDER_H_

#include <google/protobuf/struct.pb.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"

namespace lianfang::portal {

struct ProviderMetadata {
  std::string authorization_endpoint;
  std::string token_endpoint;
  std::string jwks_uri;
};

// Thread-safe. Methods block, for ten seconds at most, and answer UNAVAILABLE while the provider does not answer.
class OidcProvider {
 public:
  struct Options {
    std::string issuer;  // https://…, without a slash at its end unless the provider's own name has one
    std::string client_id;
    std::string client_secret_file;  // empty: a public client
    std::string ca;                  // PEM
  };

  OidcProvider(Options options, const Clock& clock) : options_(std::move(options)), clock_(clock) {}

  const Options& options() const { return options_; }

  // From the issuer's discovery document; kept for an hour.
  absl::StatusOr<ProviderMetadata> Metadata();

  // The provider's keys. `anew`: asked for again, as after a signature that none of them has made; not more often than once a minute.
  absl::StatusOr<google::protobuf::Struct> Keys(bool anew);

  // The ID token for a code (RFC 6749, 4.1.3, with PKCE). UNAUTHENTICATED where the provider refuses.
  absl::StatusOr<std::string> Redeem(const std::string& code, const std::string& code_verifier,
                                     const std::string& redirect_uri);

 private:
  using Form = std::vector<std::pair<std::string, std::string>>;

  absl::StatusOr<google::protobuf::Struct> Get(const std::string& url);
  // A POST where there is a form.
  absl::StatusOr<std::pair<long, std::string>> Ask(const std::string& url,
                                                   const Form* form);  // NOLINT(runtime/int): libcurl's

  const Options options_;
  const Clock& clock_;
  absl::Mutex mutex_;
  ProviderMetadata metadata_ ABSL_GUARDED_BY(mutex_);
  absl::Time metadata_until_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  google::protobuf::Struct keys_ ABSL_GUARDED_BY(mutex_);
  absl::Time keys_read_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
};

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_OIDC_PROVIDER_H_
