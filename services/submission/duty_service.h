// DutyService over the obligations: every obligation owes its first figures, its final ones, and what is sent back
// (deadlines/duties.h). The changelog of obligations is told as the duties that follow from it.
#ifndef LIANFANG_SERVICES_SUBMISSION_DUTY_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_DUTY_SERVICE_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/feed.h"
#include "lianfang/duty/v1/duty_service.pb.h"
#include "services/submission/store/submission_store.h"
#include "services/submission/watch_service.h"

namespace lianfang::submission {

// Thread-safe.
class DutyService {
 public:
  // Follows the changes of obligations from a cursor on, in the form that `render` gives them (WatchService).
  using Follow = std::function<absl::StatusOr<std::unique_ptr<Feed>>(
      const Call& call, const std::string& cursor, WatchService::Render<v1::WatchObligationsResponse> render)>;

  DutyService(SubmissionStore& store, Follow follow, const Clock& clock)
      : store_(store), follow_(std::move(follow)), clock_(clock) {}

  // Binds the handlers to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<duty::v1::ListDutiesResponse> ListDuties(const Call& call, const duty::v1::ListDutiesRequest& request);
  absl::StatusOr<std::unique_ptr<Feed>> WatchDuties(const Call& call, const duty::v1::WatchDutiesRequest& request);

 private:
  absl::StatusOr<std::vector<Listed<v1::Obligation>>> Read(const RowFilter& filter, const std::string& resource,
                                                           const std::string& after, absl::Time deadline);
  absl::StatusOr<std::vector<duty::v1::Duty>> DutiesOfObligation(const v1::Obligation& obligation, absl::Time deadline);
  absl::StatusOr<std::shared_ptr<const type::v1::Plan>> PlanOf(const std::string& plan, int edition,
                                                               absl::Time deadline);
  absl::StatusOr<std::string> Told(const v1::WatchObligationsResponse& change);

  SubmissionStore& store_;
  const Follow follow_;
  const Clock& clock_;
  absl::Mutex mutex_;
  // By id and edition, each read once: an edition never changes.
  std::map<std::pair<std::string, int>, std::shared_ptr<const type::v1::Plan>> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DUTY_SERVICE_H_
