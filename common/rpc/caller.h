// Who makes a call. Either the peer itself, by the certificate that it showed in the handshake; or a person whose call a
// trusted proxy passes on.
//
// A peer is a trusted proxy if its certificate says `service/<id>` and <id> is among the setting --trusted-proxies. It
// says for whom it calls in x-forwarded-client-cert (forwarded_identity.h), and has no rights of its own but for methods
// whose contract names it as a service: any other call without that header is refused. From every other peer a call *with* the header is refused: passing it over would run the call
// under another identity than whoever wrote the header believes.
//
// The person's rights apply, no others. The certificate that the proxy passes on is verified here again, so an edge can
// pass on nobody who has not been there. The portal alone may name a person by URI without a certificate, since it
// authenticates persons itself; then only methods that the contract opens to the portal may be called.
#ifndef LIANFANG_COMMON_RPC_CALLER_H_
#define LIANFANG_COMMON_RPC_CALLER_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/grpcpp.h>

#include <map>
#include <string>

#include "absl/status/status.h"
#include "common/rpc/call.h"
#include "common/rpc/runtime.h"

namespace lianfang {

// From whom a proxy has the call: one address, which the proxy writes itself.
inline constexpr char kForwardedFor[] = "x-forwarded-for";

// What there is of a call when its headers have come.
struct Arrival {
  const grpc::AuthContext* auth = nullptr;  // null: the connection has no certificate
  const std::multimap<grpc::string_ref, grpc::string_ref>& metadata;
  std::string address;  // of the peer, as gRPC writes it
};

// Fills the call's caller, certificate, proxy and address.
//   UNAUTHENTICATED: a certificate is not good, is revoked, or names nobody; the header is malformed.
//   PERMISSION_DENIED: the peer may not pass anybody on (NOT_A_TRUSTED_PROXY), passes nobody on (NOBODY_FORWARDED) or a
//   service (SERVICE_FORWARDED), or the method is not open to callers without certificate (CERTIFICATE_REQUIRED).
// What is known by then is filled in, for the log. Thread-safe.
absl::Status IdentifyCaller(const Arrival& arrival, const google::protobuf::MethodDescriptor& method,
                            const RpcRuntime& runtime, Call& call);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_CALLER_H_
