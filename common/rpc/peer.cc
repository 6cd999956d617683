#include "common/rpc/peer.h"

#include <vector>

namespace lianfang {
namespace {

// Whoever calls often calls often in a row: the name read last is not read again.
absl::StatusOr<Identity> ReadIdentity(absl::string_view uri, const std::string& trust_domain) {
  thread_local Identity last;
  thread_local std::string last_domain;
  if (!uri.empty() && last.uri == uri && last_domain == trust_domain) return last;
  auto identity = ParseIdentity(uri, trust_domain);
  if (identity.ok()) {
    last = *identity;
    last_domain = trust_domain;
  }
  return identity;
}

}  // namespace

absl::StatusOr<Identity> PeerOf(const grpc::AuthContext* context, const std::string& trust_domain) {
  const auto uris = context == nullptr ? std::vector<grpc::string_ref>{} : context->FindPropertyValues("peer_uri");
  if (uris.size() != 1) return absl::UnauthenticatedError("the client certificate must carry exactly one URI name");
  return ReadIdentity(absl::string_view(uris[0].data(), uris[0].size()), trust_domain);
}

}  // namespace lianfang
