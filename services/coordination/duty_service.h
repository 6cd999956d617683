// DutyService over tasks, inspections, orders, conferences and opinions (domain/duty/coordination_duties.h). The changelog has the names of what
// was saved; each change is told as the duties that follow from the document as it is then.
#ifndef LIANFANG_SERVICES_COORDINATION_DUTY_SERVICE_H_
#define LIANFANG_SERVICES_COORDINATION_DUTY_SERVICE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/changelog/tailer.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/feed.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/domain/duty/coordination_duties.h"

namespace lianfang::coordination {

// Thread-safe.
class DutyService {
 public:
  // Follows the changelog of resources from a cursor on.
  using Follow = std::function<absl::StatusOr<std::unique_ptr<Feed>>(const Call& call, const std::string& cursor,
                                                                     ChangelogFeed::Encode encode)>;

  DutyService(const CoordinationContext& context, Follow follow) : context_(context), follow_(std::move(follow)) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<duty::v1::ListDutiesResponse> ListDuties(const Call& call, const duty::v1::ListDutiesRequest& request);
  absl::StatusOr<std::unique_ptr<Feed>> WatchDuties(const Call& call, const duty::v1::WatchDutiesRequest& request);

 private:
  absl::StatusOr<Duties> DutiesOf(const Document& document, absl::Time deadline) const;
  absl::StatusOr<std::vector<Document>> Read(const Call& call, const duty::v1::ListDutiesRequest& request, Shelf shelf,
                                             const DocumentPage& page) const;
  absl::StatusOr<std::optional<std::string>> Told(const Call& call, const std::string& payload,
                                                  const std::string& cursor) const;

  const CoordinationContext& context_;
  const Follow follow_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DUTY_SERVICE_H_
