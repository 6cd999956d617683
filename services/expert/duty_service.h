// DutyService over draws, engagements and experts (domain/duty/expert_duties.h). The changelog has the names of what was
// saved; each change is told as the duties that follow from the rows as they are then.
#ifndef LIANFANG_SERVICES_EXPERT_DUTY_SERVICE_H_
#define LIANFANG_SERVICES_EXPERT_DUTY_SERVICE_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/changelog/tailer.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/feed.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "services/expert/expert_context.h"

namespace lianfang::expert {

// Thread-safe.
class DutyService {
 public:
  // Follows the changelog of resources (store/resource_change.h) from a cursor on.
  using Follow = std::function<absl::StatusOr<std::unique_ptr<Feed>>(const Call& call, const std::string& cursor,
                                                                     ChangelogFeed::Encode encode)>;

  DutyService(const ExpertContext& context, Follow follow) : context_(context), follow_(std::move(follow)) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<duty::v1::ListDutiesResponse> ListDuties(const Call& call, const duty::v1::ListDutiesRequest& request);
  absl::StatusOr<std::unique_ptr<Feed>> WatchDuties(const Call& call, const duty::v1::WatchDutiesRequest& request);

 private:
  using Duties = std::vector<duty::v1::Duty>;
  // What somebody may know of a resource: its duties; nothing where it is another's.
  using Known = std::optional<Duties>;
  struct Page;

  absl::StatusOr<std::vector<Page>> Read(const Call& call, const duty::v1::ListDutiesRequest& request,
                                         const std::string& shelf, const std::string& after) const;
  absl::StatusOr<std::vector<Page>> ReadEngagements(const Call& call, const std::string& after) const;
  absl::StatusOr<std::vector<Page>> ReadExperts(const Call& call, const std::string& after) const;
  absl::StatusOr<std::optional<std::string>> Told(const Call& call, const std::string& payload,
                                                  const std::string& cursor) const;

  absl::StatusOr<Known> KnownOf(const Call& call, const std::string& resource) const;
  absl::StatusOr<Known> KnownOfExpert(const Call& call, const std::string& name) const;
  absl::StatusOr<Known> KnownOfEngagement(const Call& call, const std::string& name, bool draw) const;
  absl::StatusOr<Duties> OfEngagement(const Call& call, const v1::Engagement& engagement) const;
  absl::StatusOr<Duties> OfDraw(const Call& call, const v1::Engagement& engagement) const;
  absl::StatusOr<Duties> OfExpert(const Call& call, const ExpertRecord& record) const;
  absl::StatusOr<std::optional<PoolView>> PoolOf(const Call& call, const std::string& name) const;

  const ExpertContext& context_;
  const Follow follow_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DUTY_SERVICE_H_
