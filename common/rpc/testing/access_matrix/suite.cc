// Who may call: what several services answer: duties, audit, the portal's own.
#include "common/rpc/testing/access_matrix.h"
#include "lianfang/audit/v1/audit_service.pb.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "lianfang/portal/v1/portal_service.pb.h"

namespace lianfang::access_matrix {

Subject Suite() {
  Subject subject;
  subject.rows = {
      {"lianfang.portal.v1.PortalService.CreateLoginLink", kReaders, {}, kNotByPortal},
      {"lianfang.portal.v1.PortalService.EndSessions", kReaders, {}, kNotByPortal},

      {"lianfang.duty.v1.DutyService.ListDuties", kReaders},
      {"lianfang.duty.v1.DutyService.WatchDuties", kReaders, {"evaluation", "notification"}},

      {"lianfang.audit.v1.AuditService.ListAuditEvents", kAuditor},
      {"lianfang.audit.v1.AuditService.ListAuditRecords", kAuditor},
  };
  subject.contracts = {audit::v1::ListAuditEventsRequest::descriptor()->file(),
                       duty::v1::ListDutiesRequest::descriptor()->file(),
                       portal::v1::EndSessionsRequest::descriptor()->file()};
  return subject;
}

}  // namespace lianfang::access_matrix
