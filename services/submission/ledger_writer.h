// The one writer of this process: queues mutations, commits them in groups, and answers each caller.
//
// A plan's ledger has one order anyway, so mutations that wait for it share a transaction, its flush and its signature
// (group commit). There is no lingering: a lone caller waits for nobody. A batch is gathered only when its plan's ledger
// is locked, so whatever arrives while another batch commits, of this replica or another one, belongs to the next batch.
// One thread commits, one answers, and one reads the receipts of repeats, so that nobody waits for another's answer.
//
// A plan waits for its turn behind the plans that asked before it. What nobody waits for any more when its turn has come
// (Proposal::wanted) is dropped, and not decided.
#ifndef LIANFANG_SERVICES_SUBMISSION_LEDGER_WRITER_H_
#define LIANFANG_SERVICES_SUBMISSION_LEDGER_WRITER_H_

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/clock.h"
#include "common/ledger/keys.h"
#include "common/metrics.h"
#include "common/origin.h"
#include "common/rpc/worker_pool.h"
#include "services/submission/commit.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// Thread-safe.
class LedgerWriter {
 public:
  using Done = absl::AnyInvocable<void(absl::StatusOr<std::string>)>;
  using AllDone = absl::AnyInvocable<void(absl::StatusOr<Responses>)>;

  struct Options {
    size_t batch = 512;                          // mutations in one transaction, at most
    size_t queue = 16384;                        // mutations waiting, at most; more are refused
    size_t queue_bytes = size_t{64} << 20;       // of their requests
    absl::Duration timeout = absl::Seconds(20);  // for one batch
    // Mutations are refused with what it says while that is not OK; empty: always OK.
    std::function<absl::Status()> check{};
  };

  // `committed` is called after every batch that reached the database, when its callers have their answers. All outlive
  // the writer.
  LedgerWriter(SubmissionStore& store, const SigningKey& key, const Clock& clock, Metrics& metrics,
               std::function<void()> committed, Options options);
  // Commits what is queued, then ends.
  ~LedgerWriter();

  // Calls `done` with the serialised response, on the answering thread, once it is committed. RESOURCE_EXHAUSTED, at
  // once, when the queue is full; UNAVAILABLE while the writer ends; what `Options::check` says; what the proposal's
  // `wanted` says when its turn comes.
  void Submit(Proposal proposal, Done done);

  // All or none, in a transaction of their own: one response per proposal, or why there is none. The proposals are of
  // one plan, and at least one.
  void SubmitTogether(std::vector<Proposal> proposals, AllDone done);

 private:
  // Mutations that must share a transaction, and who is told: one mutation, or all of a SubmitTogether.
  struct Group {
    std::vector<Proposal> proposals{};
    Done done{};         // of a single mutation
    AllDone all_done{};  // of mutations together
    size_t bytes = 0;
  };
  // What one transaction commits: single mutations of one plan, or one group together.
  struct Gathered {
    Batch batch{};
    std::vector<Done> done{};  // each mutation's own; empty where `all_done` is told
    AllDone all_done{};
    std::vector<std::pair<Group, absl::Status>> dropped{};  // before they were decided, and why
  };

  // Repeated mutations that wait for their receipts; `places` says which of the proposals are repeats.
  struct Repeats {
    std::vector<Proposal> proposals{};
    std::vector<size_t> places{};
    Responses responses{};
    std::vector<Done> done{};  // each mutation's own; empty where `all_done` is told
    AllDone all_done{};
  };
  // The plan whose turn it is, and the call that waits longest for it, after which the transaction is named.
  struct Turn {
    std::string plan;  // id
    Origin origin;
  };

  absl::Status Enqueue(Group& group);
  static void Refuse(Group& group, const absl::Status& why);
  void Loop();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_);
  std::optional<Turn> NextTurn();
  Gathered Gather(const std::string& plan);
  void CommitNext(const std::string& plan);
  absl::StatusOr<BatchOutcome> CommitOnce(const std::string& plan, BatchSource source);
  BatchOutcome CommitOneByOne(const std::string& plan, const std::vector<Proposal>& proposals);
  void Answer(Gathered gathered, absl::StatusOr<BatchOutcome> outcome);
  static Repeats RepeatsOf(Gathered gathered, BatchOutcome outcome);
  void AnswerRepeats(Repeats& repeats, absl::Time deadline);
  static void Refuse(Repeats& repeats, const absl::Status& why);

  SubmissionStore& store_;
  const SigningKey& key_;
  const Clock& clock_;
  const std::function<void()> committed_;
  const Options options_;
  prometheus::Histogram& seconds_;
  prometheus::Counter& batches_;
  prometheus::Counter& mutations_;
  absl::Mutex mutex_;
  absl::flat_hash_map<std::string, std::deque<Group>> queues_ ABSL_GUARDED_BY(mutex_);  // by plan id; none is empty
  std::deque<std::string> turns_ ABSL_GUARDED_BY(mutex_);  // plans with a queue, each once, whoever is next in front
  size_t waiting_ ABSL_GUARDED_BY(mutex_) = 0;             // mutations in the queues
  size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;       // of their requests
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  // Destroyed after the thread below, in the reverse of this order; each answers what is left.
  WorkerPool repeats_{{.threads = 1, .queue = 64}};  // batches with repeats; more are refused
  WorkerPool answers_{{.threads = 1, .queue = 0}};
  std::thread thread_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_LEDGER_WRITER_H_
