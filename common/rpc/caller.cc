#include "common/rpc/caller.h"

#include <grpc/grpc_security_constants.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/rpc/forwarded_identity.h"

namespace lianfang {
namespace {

using google::protobuf::MethodDescriptor;

constexpr char kPortal[] = "portal";    // the proxy that authenticates persons itself
constexpr size_t kLongestAddress = 64;  // an IPv6 address with its zone and port

absl::string_view View(grpc::string_ref text) { return {text.data(), text.size()}; }

// What a certificate, or a proxy's word, makes of a caller.
struct Known {
  std::string evidence;
  uint64_t verifier = 0;
  absl::Time until = absl::InfinitePast();
  Identity identity;
  std::string serial;  // empty: no certificate
};

// Whoever calls often calls often in a row: what a thread learned last is taken again while it holds.
template <typename Learn>
absl::StatusOr<Known> Remembered(Known& last, absl::string_view evidence, const RpcRuntime& runtime, Learn learn) {
  if (last.verifier == runtime.certificates->id() && last.evidence == evidence && absl::Now() < last.until) return last;
  absl::StatusOr<Known> known = learn();
  if (!known.ok()) return known;
  known->evidence = std::string(evidence);
  known->verifier = runtime.certificates->id();
  last = *known;
  return known;
}

absl::StatusOr<Known> ByCertificate(absl::string_view certificate, absl::string_view chain, const RpcRuntime& runtime) {
  auto verified = runtime.certificates->Verify(certificate, chain);
  if (!verified.ok()) return verified.status();
  if (verified->uri.empty()) return absl::UnauthenticatedError("a certificate must carry exactly one URI name");
  auto identity = ParseIdentity(verified->uri, runtime.trust_domain);
  if (!identity.ok()) return identity.status();
  return Known{.evidence = "",
               .verifier = 0,
               .until = verified->valid_until,
               .identity = *std::move(identity),
               .serial = std::move(verified->serial)};
}

// The peer of the connection, by the handshake.
absl::StatusOr<Known> Peer(const grpc::AuthContext* auth, const RpcRuntime& runtime) {
  if (auth == nullptr) return absl::UnauthenticatedError("the connection has no certificate");
  const auto certificates = auth->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  if (certificates.size() != 1) return absl::UnauthenticatedError("the connection has no certificate");
  const auto chains = auth->FindPropertyValues(GRPC_X509_PEM_CERT_CHAIN_PROPERTY_NAME);
  const absl::string_view chain = chains.empty() ? absl::string_view() : View(chains.front());
  const absl::string_view certificate = View(certificates.front());
  thread_local Known last;
  return Remembered(last, absl::StrCat(certificate, chain), runtime,
                    [&] { return ByCertificate(certificate, chain, runtime); });
}

// Whether the contract names this service: then it calls for itself, although it is a proxy.
bool IsForService(const MethodDescriptor& method, const Identity& service) {
  const auto& services = method.options().GetExtension(type::v1::access).services();
  return std::find(services.begin(), services.end(), service.service) != services.end();
}

bool OpenToPortal(const MethodDescriptor& method) { return method.options().GetExtension(type::v1::access).portal(); }

absl::StatusOr<Known> ByWord(const ForwardedIdentity& forwarded, const Identity& proxy, const MethodDescriptor& method,
                             const RpcRuntime& runtime) {
  if (proxy.service != kPortal) {
    return absl::UnauthenticatedError(
        absl::StrCat(kForwardedClientCert, ": the proxy ", proxy.service, " must send the person's certificate"));
  }
  if (!OpenToPortal(method)) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           absl::StrCat(method.name(), " is not open to callers without a certificate"),
                           "CERTIFICATE_REQUIRED", {{"method", method.full_name()}});
  }
  auto identity = ParseIdentity(forwarded.uri, runtime.trust_domain);
  if (!identity.ok()) return identity.status();
  Known known;
  known.identity = *std::move(identity);
  return known;
}

// The person for whom a trusted proxy calls.
absl::StatusOr<Known> Forwarded(absl::string_view header, const Identity& proxy, const MethodDescriptor& method,
                                const RpcRuntime& runtime) {
  auto forwarded = ParseForwardedIdentity(header);
  if (!forwarded.ok()) return forwarded.status();
  auto known = forwarded->certificate.empty() ? ByWord(*forwarded, proxy, method, runtime)
                                              : ByCertificate(forwarded->certificate, forwarded->chain, runtime);
  if (!known.ok()) return known;
  if (!forwarded->uri.empty() && forwarded->uri != known->identity.uri) {
    return absl::UnauthenticatedError(
        absl::StrCat(kForwardedClientCert, ": URI is not that of the certificate, ", known->identity.uri));
  }
  if (known->identity.role == type::v1::ROLE_SERVICE) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied, "proxies pass persons on; services call by themselves",
                           "SERVICE_FORWARDED", {{"service", known->identity.service}});
  }
  return known;
}

// What the proxy wrote, or nothing where it is no address.
std::string ForwardedAddress(const Arrival& arrival) {
  const auto found = arrival.metadata.find(kForwardedFor);
  if (found == arrival.metadata.end() || found->second.size() > kLongestAddress) return "";
  const absl::string_view address = View(found->second);
  const auto graphic = [](unsigned char c) { return absl::ascii_isgraph(c); };
  return std::all_of(address.begin(), address.end(), graphic) ? std::string(address) : "";
}

void Fill(Call& call, Known known) {
  call.caller = std::move(known.identity);
  call.certificate_serial = std::move(known.serial);
}

}  // namespace

absl::Status IdentifyCaller(const Arrival& arrival, const MethodDescriptor& method, const RpcRuntime& runtime,
                            Call& call) {
  call.address = arrival.address;
  auto peer = Peer(arrival.auth, runtime);
  if (!peer.ok()) return peer.status();
  const auto [header, end] = arrival.metadata.equal_range(kForwardedClientCert);
  const auto& proxies = runtime.trusted_proxies;
  const bool trusted = peer->identity.role == type::v1::ROLE_SERVICE &&
                       std::find(proxies.begin(), proxies.end(), peer->identity.service) != proxies.end();
  if (!trusted) {
    Fill(call, *std::move(peer));
    if (header == end) return absl::OkStatus();
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           absl::StrCat(kForwardedClientCert, ": ", call.caller.uri, " is no trusted proxy"),
                           "NOT_A_TRUSTED_PROXY", {{"peer", call.caller.uri}});
  }
  if (header == end && IsForService(method, peer->identity)) {
    Fill(call, *std::move(peer));
    return absl::OkStatus();
  }
  call.peer = peer->identity.uri;
  call.address = ForwardedAddress(arrival);
  if (header == end) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           absl::StrCat("the proxy ", peer->identity.service,
                                        " has no rights of its own; it must send ", kForwardedClientCert),
                           "NOBODY_FORWARDED", {{"peer", call.peer}});
  }
  if (std::next(header) != end)
    return absl::UnauthenticatedError(absl::StrCat(kForwardedClientCert, " is there twice"));
  thread_local Known last;
  const auto certificate = View(header->second);
  auto person =
      Remembered(last, certificate, runtime, [&] { return Forwarded(certificate, peer->identity, method, runtime); });
  if (!person.ok()) return person.status();
  // The portal has a cookie's word for the person even where it sends a certificate: what the contract does not open to it, a person does
  // over a connection of their own. Asked at every call: what was learned of a certificate is remembered whatever the method and the proxy.
  if (peer->identity.service == kPortal && !person->serial.empty() && !OpenToPortal(method)) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           absl::StrCat(method.name(), " is not open to the portal"), "CERTIFICATE_REQUIRED",
                           {{"method", method.full_name()}});
  }
  Fill(call, *std::move(person));
  return absl::OkStatus();
}

}  // namespace lianfang
