// SubmissionService's watches: the changelog, streamed to everybody as far as they may read.
#ifndef LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_

#include "common/changelog/tailer.h"
#include "common/pg/pool.h"
#include "common/rpc/contract_service.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class WatchService {
 public:
  WatchService(SubmissionStore& store, PgPool& pool, ChangelogTailer& tailer)
      : store_(store), pool_(pool), tailer_(tailer) {}

  // Binds WatchReturns and WatchObligations to the contract; this object outlives the service.
  void Register(ContractService& service);

 private:
  template <typename Request, typename Response>
  void RegisterWatch(ContractService& service, const char* method, const char* topic);

  absl::StatusOr<int64_t> Position(const Call& call, const std::string& cursor);
  absl::StatusOr<bool> IsFor(const RowScope& scope, const v1::WatchObligationsResponse& change);
  absl::StatusOr<bool> IsFor(const RowScope& scope, const v1::WatchReturnsResponse& change);

  SubmissionStore& store_;
  PgPool& pool_;
  ChangelogTailer& tailer_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
