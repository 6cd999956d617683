// SubmissionService's watches: the changelog, streamed to everybody as far as they may read.
#ifndef LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
#define LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "common/changelog/tailer.h"
#include "common/pg/pool.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/feed.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/request/visibility.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class WatchService {
 public:
  // Makes a stream's serialised message of a change, or of a heartbeat, with its cursor. Called from any thread.
  template <typename Response>
  using Render = std::function<absl::StatusOr<std::string>(const Response&)>;

  WatchService(SubmissionStore& store, PgPool& pool, ChangelogTailer& tailer)
      : store_(store), pool_(pool), tailer_(tailer) {}

  // Binds WatchReturns and WatchObligations to the contract; this object outlives the service.
  void Register(ContractService& service);

  absl::StatusOr<std::unique_ptr<Feed>> WatchReturns(const Call& call, const v1::WatchReturnsRequest& request);
  absl::StatusOr<std::unique_ptr<Feed>> WatchObligations(const Call& call, const v1::WatchObligationsRequest& request);
  // The same changes, each in the form that `render` gives it.
  absl::StatusOr<std::unique_ptr<Feed>> FollowObligations(const Call& call, const std::string& cursor,
                                                          Render<v1::WatchObligationsResponse> render);

 private:
  template <typename Response>
  absl::StatusOr<std::unique_ptr<Feed>> Watch(const Call& call, const std::string& cursor, const char* topic,
                                              Render<Response> render);

  absl::StatusOr<Cursor> Position(const Call& call, const std::string& cursor);
  absl::StatusOr<std::map<std::string, RowKey>> RowsOf(const std::vector<std::string>& obligations, int64_t last);
  absl::StatusOr<std::vector<bool>> InScope(const RowScope& scope, const std::vector<v1::WatchReturnsResponse>& changes,
                                            int64_t last);
  absl::StatusOr<std::vector<bool>> InScope(const RowScope& scope,
                                            const std::vector<v1::WatchObligationsResponse>& changes, int64_t last);

  SubmissionStore& store_;
  PgPool& pool_;
  ChangelogTailer& tailer_;
  absl::Mutex mutex_;
  // Whose the obligations of the newest changes are, as of a head of the changelog: one reading for all streams.
  int64_t rows_head_ ABSL_GUARDED_BY(mutex_) = -1;
  std::map<std::string, RowKey> rows_ ABSL_GUARDED_BY(mutex_);  // by obligation
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_WATCH_SERVICE_H_
