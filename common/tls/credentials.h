// Mutual TLS, version 1.2 or later, from files that are re-read when they change: certificates rotate without a restart.
#ifndef LIANFANG_COMMON_TLS_CREDENTIALS_H_
#define LIANFANG_COMMON_TLS_CREDENTIALS_H_

#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "common/tls/verify_certificate.h"

namespace lianfang {

// PEM files. The key must be replaced together with its certificate (a Kubernetes secret volume is).
struct TlsFiles {
  std::string certificate;  // chain, leaf first
  std::string key;
  std::string ca;  // whom to trust
};

// Credentials of a server that admits only clients with a certificate of `ca` that `verifier`, if any, calls good. gRPC could
// read revocation lists by itself, but not one that replaces another under the same name, and no list of serial numbers.
// FAILED_PRECONDITION when a file cannot be read.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MutualTlsServer(
    const TlsFiles& files, std::shared_ptr<CertificateVerifier> verifier = nullptr);

// Credentials of a client that shows its certificate and checks the server's name against the target.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> MutualTlsClient(const TlsFiles& files);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_TLS_CREDENTIALS_H_
