// Who is at the other end of a connection, by the certificate of its handshake.
#ifndef LIANFANG_COMMON_RPC_PEER_H_
#define LIANFANG_COMMON_RPC_PEER_H_

#include <grpcpp/security/auth_context.h>

#include <string>

#include "absl/status/statusor.h"
#include "common/identity.h"

namespace lianfang {

// The identity in the peer's certificate. UNAUTHENTICATED where there is none, or not exactly one. Thread-safe.
absl::StatusOr<Identity> PeerOf(const grpc::AuthContext* context, const std::string& trust_domain);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_PEER_H_
