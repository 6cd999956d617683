// The server's side of TLS, from files that are read again when they change.
#ifndef LIANFANG_SERVICES_PORTAL_HTTP_TLS_CONTEXT_H_
#define LIANFANG_SERVICES_PORTAL_HTTP_TLS_CONTEXT_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/tls/credentials.h"
#include "services/portal/domain/http/message.h"

namespace lianfang::portal {

// Thread-safe.
class TlsContexts {
 public:
  explicit TlsContexts(TlsFiles files) : files_(std::move(files)) {}

  // FAILED_PRECONDITION where a file cannot be read or is not what it should be.
  absl::Status Read();

  // For the next connection; looks at the files every ten seconds. While they cannot be read, what was read last.
  std::shared_ptr<boost::asio::ssl::context> Current(absl::Time now);

 private:
  absl::StatusOr<std::shared_ptr<boost::asio::ssl::context>> Make() const;

  const TlsFiles files_;
  absl::Mutex mutex_;
  std::string seen_ ABSL_GUARDED_BY(mutex_);
  absl::Time next_look_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  std::shared_ptr<boost::asio::ssl::context> current_ ABSL_GUARDED_BY(mutex_);
};

// What the other side showed in the handshake.
void ReadPeerCertificate(SSL* ssl, HttpPeer& peer);

}  // namespace lianfang::portal

#endif  // LIANFANG_SERVICES_PORTAL_HTTP_TLS_CONTEXT_H_
