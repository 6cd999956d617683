#include "services/submission/ledger_writer.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/time/clock.h"

namespace lianfang::submission {

LedgerWriter::LedgerWriter(SubmissionStore& store, const Clock& clock, Metrics& metrics,
                           std::function<void()> committed, Options options)
    : store_(store),
      clock_(clock),
      committed_(std::move(committed)),
      options_(options),
      seconds_(metrics.Seconds("lianfang_ledger_commit_seconds", "Time of one ledger batch, decision and commit.", {})),
      batches_(metrics.Counter("lianfang_ledger_batches_total", "Ledger batches committed.", {})),
      mutations_(metrics.Counter("lianfang_ledger_mutations_total", "Mutations decided, accepted or refused.", {})),
      thread_([this] { Loop(); }) {}

LedgerWriter::~LedgerWriter() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  thread_.join();
}

void LedgerWriter::Submit(Proposal proposal, Done done) {
  {
    absl::MutexLock lock(&mutex_);
    if (!stopping_ && queue_.size() < options_.queue) {
      queue_.push_back({std::move(proposal), std::move(done)});
      return;
    }
  }
  done(absl::ResourceExhaustedError("too many mutations are waiting to be written"));
}

std::vector<LedgerWriter::Waiting> LedgerWriter::Gather() {
  absl::MutexLock lock(&mutex_);
  const auto ready = [this]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); };
  mutex_.Await(absl::Condition(&ready));
  const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(std::min(queue_.size(), options_.batch));
  std::vector<Waiting> batch(std::make_move_iterator(queue_.begin()), std::make_move_iterator(end));
  queue_.erase(queue_.begin(), end);
  return batch;
}

void LedgerWriter::Loop() {
  for (;;) {
    std::vector<Waiting> batch = Gather();
    if (batch.empty()) return;  // stopping, and nothing is left
    CommitBatch(std::move(batch));
  }
}

absl::StatusOr<std::vector<absl::StatusOr<std::string>>> LedgerWriter::Commit(const std::vector<Proposal>& proposals) {
  const absl::Time start = absl::Now();
  auto responses = store_.Commit(proposals, clock_.Now(), start + options_.timeout);
  seconds_.Observe(absl::ToDoubleSeconds(absl::Now() - start));
  return responses;
}

void LedgerWriter::CommitBatch(std::vector<Waiting> batch) {
  std::vector<Proposal> proposals;
  for (Waiting& waiting : batch) proposals.push_back(std::move(waiting.proposal));
  auto responses = Commit(proposals);
  // One of them can make the database refuse the whole batch; alone, each gets what it deserves.
  const bool refused_whole = responses.status().code() == absl::StatusCode::kInternal ||
                             responses.status().code() == absl::StatusCode::kAlreadyExists;
  const bool one_by_one = refused_whole && proposals.size() > 1;
  bool committed = responses.ok();
  for (size_t i = 0; i < batch.size(); ++i) {
    if (responses.ok()) {
      batch[i].done(std::move((*responses)[i]));
    } else if (!one_by_one) {
      batch[i].done(responses.status());
    } else {
      auto single = Commit({proposals[i]});
      committed = committed || single.ok();
      batch[i].done(single.ok() ? std::move((*single)[0]) : single.status());
    }
  }
  mutations_.Increment(static_cast<double>(batch.size()));
  if (!committed) return;
  batches_.Increment();
  committed_();
}

}  // namespace lianfang::submission
