// Who calls: read from the URI SAN of the client certificate.
//
//   spiffe://lianfang.local/region/140581/department/emergency/role/liaison
//   spiffe://lianfang.local/region/140581/department/emergency/role/liaison/person/zhang-wei
//   spiffe://lianfang.local/service/evaluation
#ifndef LIANFANG_COMMON_IDENTITY_H_
#define LIANFANG_COMMON_IDENTITY_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/type/v1/access.pb.h"

namespace lianfang {

// A verified caller. A person has region, department and role; a service has role ROLE_SERVICE and its name.
struct Identity {
  std::string uri;  // the whole SAN, with the person; what the audit trail keeps
  std::string region;
  std::string department;
  type::v1::Role role = type::v1::ROLE_UNSPECIFIED;
  // Who of the department it is: a resource id (common/id.h), so 1 to 63 characters. Empty where the certificate does
  // not say; the department then counts as one person. No right follows from it.
  std::string person;
  std::string service;
};

// Reads a SPIFFE URI of `trust_domain`. UNAUTHENTICATED for another domain, another shape, an unknown role or an
// ill-formed id.
absl::StatusOr<Identity> ParseIdentity(absl::string_view uri, absl::string_view trust_domain);

// Reads an identity that was verified when it was kept, whatever its trust domain. UNAUTHENTICATED otherwise as above.
absl::StatusOr<Identity> ReadKeptIdentity(absl::string_view uri);

// `ROLE_LIAISON` → `liaison`: roles as certificates write them.
std::string RoleName(type::v1::Role role);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_IDENTITY_H_
