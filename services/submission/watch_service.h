// SubmissionService's watches: the changelog, streamed to everybody as far as they may read.
#ifndef LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/changelog/tailer.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/feed.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class WatchService {
 public:
  WatchService(SubmissionStore& store, PgPool& pool, ChangelogTailer& tailer)
      : store_(store), pool_(pool), tailer_(tailer) {}

  // Binds WatchReturns and WatchObligations to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<std::unique_ptr<Feed>> WatchReturns(const Call& call, const v1::WatchReturnsRequest& request);
  absl::StatusOr<std::unique_ptr<Feed>> WatchObligations(const Call& call, const v1::WatchObligationsRequest& request);

 private:
  template <typename Response>
  absl::StatusOr<std::unique_ptr<Feed>> Watch(const Call& call, const std::string& cursor, const char* topic);

  absl::StatusOr<ChangePlace> Begin(const Call& call, const std::string& cursor);
  absl::StatusOr<std::vector<bool>> InScope(const RowScope& scope,
                                            const std::vector<v1::WatchReturnsResponse>& changes);
  absl::StatusOr<std::vector<bool>> InScope(const RowScope& scope,
                                            const std::vector<v1::WatchObligationsResponse>& changes);

  SubmissionStore& store_;
  PgPool& pool_;
  ChangelogTailer& tailer_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
