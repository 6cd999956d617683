// DutyService over discrepancies (domain/reconciliation/discrepancy_duty.h). The changelog has the names of what was saved; each change is
// told as the duties that follow from the row as it is then.
#ifndef LIANFANG_SERVICES_EXCHANGE_DUTY_SERVICE_H_
#define LIANFANG_SERVICES_EXCHANGE_DUTY_SERVICE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "common/changelog/tailer.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/feed.h"
#include "duties/duty_pages.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "services/exchange/exchange_context.h"
#include "services/exchange/store/reconciliation_store.h"

namespace lianfang::exchange {

// Thread-safe.
class DutyService {
 public:
  // Follows the changelog of resources (common/changelog/resource_change.h) from a cursor on.
  using Follow = std::function<absl::StatusOr<std::unique_ptr<Feed>>(const Call& call, const std::string& cursor,
                                                                     ChangelogFeed::Encode encode)>;

  DutyService(const ExchangeContext& context, ReconciliationStore& store, Follow follow)
      : context_(context), store_(store), follow_(std::move(follow)) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<duty::v1::ListDutiesResponse> ListDuties(const Call& call, const duty::v1::ListDutiesRequest& request);
  absl::StatusOr<std::unique_ptr<Feed>> WatchDuties(const Call& call, const duty::v1::WatchDutiesRequest& request);

 private:
  using Duties = std::vector<duty::v1::Duty>;

  // The discrepancies that are asked about; those that the caller may not see owe nothing. Refers to the call.
  absl::StatusOr<std::vector<duties::DutyRow>> Read(const Call& call, const duty::v1::ListDutiesRequest& request,
                                                    const std::string& after, int limit) const;
  absl::StatusOr<Duties> DutiesOf(const v1::Discrepancy& discrepancy, absl::Time deadline) const;
  absl::StatusOr<std::optional<std::string>> Told(const Call& call, const std::string& payload,
                                                  const std::string& cursor) const;

  const ExchangeContext& context_;
  ReconciliationStore& store_;
  const Follow follow_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DUTY_SERVICE_H_
