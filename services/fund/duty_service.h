// Handlers of the duties of projects (duty.v1): listed, and told change by change.
#ifndef LIANFANG_SERVICES_FUND_DUTY_SERVICE_H_
#define LIANFANG_SERVICES_FUND_DUTY_SERVICE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/changelog/tailer.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

// Thread-safe. Outlives the contract that it registers with.
class DutyService {
 public:
  // Follows the changelog from a cursor on; `encode` makes a message of each change, of an empty payload a heartbeat.
  using Follow = std::function<absl::StatusOr<std::unique_ptr<Feed>>(const Call& call, const std::string& cursor,
                                                                     ChangelogFeed::Encode encode)>;

  DutyService(const FundContext& context, Follow follow) : context_(context), follow_(std::move(follow)) {}

  void Register(ContractService& service);

  absl::StatusOr<duty::v1::ListDutiesResponse> ListDuties(const Call& call, const duty::v1::ListDutiesRequest& request);
  absl::StatusOr<std::unique_ptr<Feed>> WatchDuties(const Call& call, const duty::v1::WatchDutiesRequest& request);

 private:
  using Duties = std::vector<duty::v1::Duty>;

  absl::StatusOr<std::vector<ProjectRecord>> Read(const Call& call, const duty::v1::ListDutiesRequest& request,
                                                  const std::string& after, int limit) const;
  absl::StatusOr<Duties> DutiesOf(const v1::Project& project, absl::Time deadline) const;
  absl::StatusOr<std::optional<std::string>> Told(const Call& call, const std::string& payload,
                                                  const std::string& cursor) const;

  const FundContext& context_;
  const Follow follow_;
};

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DUTY_SERVICE_H_
