// May this caller call this method? Answered from the access option in the contract, and from nothing else.
#ifndef LIANFANG_COMMON_RPC_ACCESS_H_
#define LIANFANG_COMMON_RPC_ACCESS_H_

#include <google/protobuf/descriptor.h>

#include "absl/status/status.h"
#include "common/identity.h"

namespace lianfang {

// OK, or PERMISSION_DENIED naming the roles that may. A method without the option admits nobody.
absl::Status CheckAccess(const google::protobuf::MethodDescriptor& method, const Identity& caller);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_ACCESS_H_
