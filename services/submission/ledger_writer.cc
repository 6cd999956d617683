#include "services/submission/ledger_writer.h"

#include <utility>

#include "absl/time/clock.h"

namespace lianfang::submission {

LedgerWriter::LedgerWriter(SubmissionStore& store, const Clock& clock, Metrics& metrics,
                           std::function<void()> committed, Options options)
    : store_(store),
      clock_(clock),
      committed_(std::move(committed)),
      options_(options),
      seconds_(metrics.Seconds("lianfang_ledger_commit_seconds",
                               "Time of one ledger batch: decision, the wait for the batch before, and commit.", {})),
      batches_(metrics.Counter("lianfang_ledger_batches_total", "Ledger batches committed.", {})),
      mutations_(metrics.Counter("lianfang_ledger_mutations_total", "Mutations decided, accepted or refused.", {})),
      threads_{std::thread([this] { Loop(); }), std::thread([this] { Loop(); })} {}

LedgerWriter::~LedgerWriter() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

void LedgerWriter::Submit(Proposal proposal, Done done) {
  Batch batch;
  batch.bytes = proposal.bytes;
  batch.proposals.push_back(std::move(proposal));
  batch.done.push_back(std::move(done));
  if (absl::Status full = Enqueue(batch); !full.ok()) batch.done[0](std::move(full));
}

void LedgerWriter::SubmitTogether(std::vector<Proposal> proposals, AllDone done) {
  Batch batch;
  for (const Proposal& proposal : proposals) batch.bytes += proposal.bytes;
  batch.proposals = std::move(proposals);
  batch.all_done = std::move(done);
  if (absl::Status full = Enqueue(batch); !full.ok()) batch.all_done(std::move(full));
}

// Takes the batch, or leaves it as it is and says why.
absl::Status LedgerWriter::Enqueue(Batch& batch) {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return absl::UnavailableError("the service is stopping");
  if (waiting_ + batch.proposals.size() > options_.queue || waiting_bytes_ + batch.bytes > options_.queue_bytes) {
    return absl::ResourceExhaustedError("too many mutations are waiting to be written");
  }
  waiting_ += batch.proposals.size();
  waiting_bytes_ += batch.bytes;
  queue_.push_back(std::move(batch));
  return absl::OkStatus();
}

// Early, while a batch is being saved, only what makes a batch of its size: many small batches cost more than waiting.
bool LedgerWriter::MayGather() const {
  return stopping_ || (!queue_.empty() && (saving_ == 0 || waiting_ >= saving_ || waiting_ >= options_.batch));
}

// The next transaction: what asked to be together, or single mutations as many as there are, up to the bound.
LedgerWriter::Batch LedgerWriter::Gather() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &LedgerWriter::MayGather));
  Batch gathered;
  while (!queue_.empty() && gathered.proposals.size() < options_.batch) {
    Batch& next = queue_.front();
    if (next.together() && !gathered.proposals.empty()) break;
    waiting_ -= next.proposals.size();
    waiting_bytes_ -= next.bytes;
    if (next.together()) {
      gathered = std::move(next);
      queue_.pop_front();
      break;
    }
    gathered.proposals.push_back(std::move(next.proposals[0]));
    gathered.done.push_back(std::move(next.done[0]));
    queue_.pop_front();
  }
  return gathered;
}

void LedgerWriter::Loop() {
  for (;;) {
    absl::ReleasableMutexLock turn(&turn_);
    Batch batch = Gather();
    if (batch.proposals.empty()) return;  // stopping, and nothing is left
    const size_t size = batch.proposals.size();
    size_t saving = 0;
    CommitBatch(std::move(batch), [&] {
      saving = size;
      {
        absl::MutexLock lock(&mutex_);
        saving_ += saving;
      }
      turn.Release();
    });
    absl::MutexLock lock(&mutex_);
    saving_ -= saving;
  }
}

absl::StatusOr<LedgerWriter::Responses> LedgerWriter::Commit(const std::vector<Proposal>& proposals,
                                                             Atomicity atomicity,
                                                             const std::function<void()>& decided) {
  const WorkingFor scope(proposals.front().origin);  // a transaction has one name: that of the first it serves
  const absl::Time start = absl::Now();
  auto responses = store_.Commit(proposals, atomicity, clock_.Now(), start + options_.timeout, decided);
  seconds_.Observe(absl::ToDoubleSeconds(absl::Now() - start));
  return responses;
}

void LedgerWriter::CommitBatch(Batch batch, const std::function<void()>& decided) {
  auto responses = Commit(batch.proposals, batch.together() ? Atomicity::kAll : Atomicity::kEach, decided);
  mutations_.Increment(static_cast<double>(batch.proposals.size()));
  // One of them can make the database refuse the whole batch; alone, each gets what it deserves.
  const bool refused_whole = responses.status().code() == absl::StatusCode::kInternal ||
                             responses.status().code() == absl::StatusCode::kAlreadyExists;
  if (refused_whole && !batch.together() && batch.proposals.size() > 1) responses = CommitOneByOne(batch.proposals);
  answers_.Run([this, batch = std::move(batch), responses = std::move(responses)]() mutable {
    Answer(std::move(batch), std::move(responses));
  });
}

LedgerWriter::Responses LedgerWriter::CommitOneByOne(const std::vector<Proposal>& proposals) {
  Responses responses;
  for (const Proposal& proposal : proposals) {
    auto single = Commit({proposal}, Atomicity::kEach, [] {});
    responses.push_back(single.ok() ? std::move((*single)[0]) : single.status());
  }
  return responses;
}

void LedgerWriter::Answer(Batch batch, absl::StatusOr<Responses> responses) {
  const bool committed = responses.ok();
  if (batch.together()) {
    batch.all_done(std::move(responses));
  } else {
    for (size_t i = 0; i < batch.done.size(); ++i) {
      batch.done[i](committed ? std::move((*responses)[i]) : responses.status());
    }
  }
  if (!committed) return;
  batches_.Increment();
  committed_();
}

}  // namespace lianfang::submission
