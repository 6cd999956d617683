// Audit rows of calls that leave none by themselves: denials, and reads of personal data (common/rpc/call_audit.h).
#ifndef LIANFANG_COMMON_AUDIT_AUDIT_TRAIL_H_
#define LIANFANG_COMMON_AUDIT_AUDIT_TRAIL_H_

#include <google/protobuf/message.h>

#include <string>

#include "absl/status/status.h"
#include "common/audit/audit_store.h"
#include "common/audit/denial_log.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "common/rpc/call_audit.h"

namespace lianfang {

// Thread-safe. All outlive it.
class AuditTrail : public CallAudit {
 public:
  AuditTrail(AuditStore& store, const Clock& clock, Metrics& metrics);

  void Denied(const Call& call, const google::protobuf::Message* request, const absl::Status& refusal) override;
  // Stores the row of a read before the answer. UNAVAILABLE where it cannot be stored.
  absl::Status Read(const Call& call, const google::protobuf::Message& request) override;

  // Stores the denials that are due; with `all`, those that are being counted, too. OK where there is none.
  absl::Status SaveDenials(bool all = false);

 private:
  AuditStore& store_;
  const Clock& clock_;
  DenialLog denials_;
  prometheus::Counter& denied_;
  prometheus::Counter& read_;
  prometheus::Counter& lost_;
};

// The row of a call, without what came of it. Resource, purpose and detail are of the request's fields that hold names and ids; its other
// fields may hold figures or personal data.
audit::v1::AuditEvent AuditEventOf(const Call& call, const google::protobuf::Message* request, absl::Time now);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_AUDIT_TRAIL_H_
