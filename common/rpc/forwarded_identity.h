// For whom a proxy calls: the header `x-forwarded-client-cert`, in the form that Envoy writes and nginx can be told to.
//
//   Cert="-----BEGIN%20CERTIFICATE-----%0AMIIB…"                     what the edge sends
//   URI=spiffe://lianfang.local/region/140581/department/hrss/role/office/person/zhang-wei       what the portal sends
//
// One element for each proxy on the way, separated by `,`; an element is `KEY=VALUE` pairs, separated by `;`. A value
// with one of `,;="` in it is quoted by `"`, a `"` within as `\"`. Keys (Envoy's, in any case): By, Hash, Cert, Chain,
// Subject, URI, DNS. Cert and Chain are PEM, percent-encoded.
//
// This file only reads; who may send the header, and whether the certificate is good, is caller.h's.
#ifndef LIANFANG_COMMON_RPC_FORWARDED_IDENTITY_H_
#define LIANFANG_COMMON_RPC_FORWARDED_IDENTITY_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang {

inline constexpr char kForwardedClientCert[] = "x-forwarded-client-cert";

// In bytes; a longer header is refused. A certificate with a key of RSA-4096 takes about 3 KiB, and gRPC takes 8 KiB of
// metadata in all.
inline constexpr size_t kLongestForwardedClientCert = 8 << 10;

// What the header says. Empty: not said. What else it may say (By, Hash, Subject, DNS) is checked for its form and
// dropped: a certificate says it better.
struct ForwardedIdentity {
  std::string certificate;  // PEM
  std::string chain;        // PEM of the certificate and those that lead to its authority
  std::string uri;
};

// UNAUTHENTICATED, saying what is wrong, for what has not this form, names somebody twice, names nobody (neither Cert
// nor URI), or came through more than one proxy: the first of them is not ours to trust.
absl::StatusOr<ForwardedIdentity> ParseForwardedIdentity(absl::string_view header);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_FORWARDED_IDENTITY_H_
