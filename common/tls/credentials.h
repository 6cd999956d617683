// Mutual TLS, version 1.2 or later, from files that are re-read when they change: certificates rotate without a restart.
#ifndef LIANFANG_COMMON_TLS_CREDENTIALS_H_
#define LIANFANG_COMMON_TLS_CREDENTIALS_H_

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace lianfang {

// PEM files. The key must be replaced together with its certificate (a Kubernetes secret volume is).
struct TlsFiles {
  std::string certificate;  // chain, leaf first
  std::string key;
  std::string ca;  // whom to trust
};

// Credentials of a server that admits only clients with a certificate of `ca`. FAILED_PRECONDITION when a file cannot
// be read.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MutualTlsServer(const TlsFiles& files);

// Credentials of a client that shows its certificate and checks the server's name against the target.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MutualTlsClient(const TlsFiles& files);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TLS_CREDENTIALS_H_
