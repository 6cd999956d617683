// The one writer of this process: gathers concurrent mutations into one transaction and answers each caller.
//
// The ledger needs one order anyway, so a queue costs nothing and a commit serves many: whatever arrives while one
// batch commits is the next batch. There is no lingering; a lone caller waits for nobody. Two threads take turns: one
// decides a batch while the other saves the one before, once as much waits as is being saved. Callers are answered on a
// third, while the next batches are under way.
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
#include "common/rpc/worker_pool.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class LedgerWriter {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<std::string>)>;
  using Responses = std::vector<absl::StatusOr<std::string>>;
  using AllDone = absl::AnyInvocable<void(absl::StatusOr<Responses>)>;

  struct Options {
    size_t batch = 512;                          // mutations in one transaction, at most
    size_t queue = 16384;                        // mutations waiting, at most; more are refused
    size_t queue_bytes = size_t{64} << 20;       // of their requests
    absl::Duration timeout = absl::Seconds(20);  // for one batch
  };

  // `committed` is told after every batch that reached the database, when its callers have their answers.
  LedgerWriter(SubmissionStore& store, const Clock& clock, Metrics& metrics, std::function<void()> committed,
               Options options);
  // Commits what is queued, then ends.
  ~LedgerWriter();

  // Answers `done` with the serialised response, on the answering thread, once it is committed. RESOURCE_EXHAUSTED, at
  // once, when the queue is full.
  void Submit(Proposal proposal, Done done);

  // All or none, in a transaction of their own: one response per proposal, or why there is none.
  void SubmitTogether(std::vector<Proposal> proposals, AllDone done);

 private:
  // What waits: mutations that share a transaction, and who is told.
  struct Batch {
    std::vector<Proposal> proposals{};
    std::vector<Done> done{};  // each its own; empty where `all_done` is told
    AllDone all_done{};
    size_t bytes = 0;

    bool together() const { return all_done != nullptr; }
  };

  absl::Status Enqueue(Batch& batch);
  void Loop();
  bool MayGather() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  Batch Gather();
  void CommitBatch(Batch batch, const std::function<void()>& decided);
  Responses CommitOneByOne(const std::vector<Proposal>& proposals);
  void Answer(Batch batch, absl::StatusOr<Responses> responses);
  absl::StatusOr<Responses> Commit(const std::vector<Proposal>& proposals, Atomicity atomicity,
                                   const std::function<void()>& decided);

  SubmissionStore& store_;
  const Clock& clock_;
  const std::function<void()> committed_;
  const Options options_;
  prometheus::Histogram& seconds_;
  prometheus::Counter& batches_;
  prometheus::Counter& mutations_;
  absl::Mutex mutex_;
  std::deque<Batch> queue_ ABSL_GUARDED_BY(mutex_);
  size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;        // mutations in the queue
  size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;  // of their requests
  size_t saving_ ABSL_GUARDED_BY(mutex_) = 0;         // mutations that are decided and being saved
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Mutex turn_;                                // held by the thread whose batch is gathered and decided next
  WorkerPool answers_{{.threads = 1, .queue = 0}};  // answers what is left when it goes, after the writing threads
  std::thread threads_[2];
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_WRITER_H_
