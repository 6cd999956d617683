// AuditService, the same in every process: who may read which rows.
#ifndef LIANFANG_COMMON_AUDIT_AUDIT_SERVICE_H_
#define LIANFANG_COMMON_AUDIT_AUDIT_SERVICE_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/audit/audit_store.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/audit/v1/audit_service.pb.h"

namespace lianfang {

// Thread-safe.
class AuditService {
 public:
  static constexpr char kFullName[] = "lianfang.audit.v1.AuditService";

  // `service` is the name of the schema, which the chain begins with. The store outlives it.
  AuditService(std::string service, AuditStore& store) : service_(std::move(service)), store_(store) {}

  void Register(ContractService& contract);

  absl::StatusOr<audit::v1::ListAuditEventsResponse> ListAuditEvents(const Call& call,
                                                                     const audit::v1::ListAuditEventsRequest& request);
  absl::StatusOr<audit::v1::ListAuditRecordsResponse> ListAuditRecords(
      const Call& call, const audit::v1::ListAuditRecordsRequest& request);

 private:
  const std::string service_;
  AuditStore& store_;
};

}  // namespace lianfang

#endif  // LIANFANG_COMMON_AUDIT_AUDIT_SERVICE_H_
