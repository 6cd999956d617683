// What the guard of contract_service.h tells the audit of calls that leave no row by themselves: those that are refused, and those that
// read personal data. Mutations leave theirs in their own transaction.
#ifndef LIANFANG_COMMON_RPC_CALL_AUDIT_H_
#define LIANFANG_COMMON_RPC_CALL_AUDIT_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "common/rpc/call.h"

namespace lianfang {

// Thread-safe.
class CallAudit {
 public:
  virtual ~CallAudit() = default;

  // The call was refused with PERMISSION_DENIED; `request` is null where it was refused before it was read. Must not block.
  virtual void Denied(const Call& call, const google::protobuf::Message* request, const absl::Status& refusal) = 0;

  // The call is about to be answered with personal data. Not OK: then it is answered that instead. May block.
  virtual absl::Status Read(const Call& call, const google::protobuf::Message& request) = 0;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_CALL_AUDIT_H_
