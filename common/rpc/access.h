// May this caller call this method? Answered from the access option in the contract, and from nothing else.
#ifndef LIANFANG_COMMON_RPC_ACCESS_H_
#define LIANFANG_COMMON_RPC_ACCESS_H_

#include <google/protobuf/descriptor.h>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/identity.h"

namespace lianfang {

// The roles of an audience, as its value in the contract lists them; none for a value that the contract does not know.
absl::Span<const type::v1::Role> RolesOf(type::v1::Audience audience);

// OK, or PERMISSION_DENIED naming whom the method admits, with the reason ROLE_NOT_ADMITTED or, for a service,
// SERVICE_NOT_ADMITTED. A person must have a role of the method's audience, a service must be listed by name; a method
// without the option admits nobody. Thread-safe.
absl::Status CheckAccess(const google::protobuf::MethodDescriptor& method, const Identity& caller);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_ACCESS_H_
