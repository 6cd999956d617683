// The one writer of this process: gathers concurrent mutations into one transaction and answers each caller.
//
// The ledger needs one order anyway, so a queue costs nothing and a commit serves many: whatever arrives while one
// batch commits is the next batch. There is no lingering; a lone caller waits for nobody.
#ifndef LIANFANG_SERVICES_SUBMISSION_LEDGER_WRITER_H_
#define LIANFANG_SERVICES_SUBMISSION_LEDGER_WRITER_H_

#include <deque>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/metrics.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class LedgerWriter {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<std::string>)>;

  struct Options {
    size_t batch = 64;                           // mutations in one transaction, at most
    size_t queue = 4096;                         // mutations waiting, at most; more are refused
    absl::Duration timeout = absl::Seconds(20);  // for one batch
  };

  // `committed` is told after every batch that reached the database, when its callers have their answers.
  LedgerWriter(SubmissionStore& store, const Clock& clock, Metrics& metrics, std::function<void()> committed,
               Options options);
  // Commits what is queued, then ends.
  ~LedgerWriter();

  // Answers `done` with the serialised response, on the writer's thread, once it is committed. RESOURCE_EXHAUSTED, at
  // once, when the queue is full.
  void Submit(Proposal proposal, Done done);

 private:
  struct Waiting {
    Proposal proposal;
    Done done;
  };

  void Loop();
  std::vector<Waiting> Gather();
  void CommitBatch(std::vector<Waiting> batch);
  absl::StatusOr<std::vector<absl::StatusOr<std::string>>> Commit(const std::vector<Proposal>& proposals);

  SubmissionStore& store_;
  const Clock& clock_;
  const std::function<void()> committed_;
  const Options options_;
  prometheus::Histogram& seconds_;
  prometheus::Counter& batches_;
  prometheus::Counter& mutations_;
  absl::Mutex mutex_;
  std::deque<Waiting> queue_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_WRITER_H_
