#include "services/submission/ledger_writer.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/time/clock.h"
#include "services/submission/receipts_of_repeats.h"

namespace lianfang::submission {

LedgerWriter::LedgerWriter(SubmissionStore& store, const SigningKey& key, const Clock& clock, Metrics& metrics,
                           std::function<void()> committed, Options options)
    : store_(store),
      key_(key),
      clock_(clock),
      committed_(std::move(committed)),
      options_(std::move(options)),
      seconds_(metrics.Seconds("lianfang_ledger_commit_seconds",
                               "Time of one ledger batch: the wait for the plan's lock, decision and commit.", {})),
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
  Group group;
  group.bytes = proposal.bytes;
  group.proposals.push_back(std::move(proposal));
  group.done = std::move(done);
  if (absl::Status refused = Enqueue(group); !refused.ok()) group.done(std::move(refused));
}

void LedgerWriter::SubmitTogether(std::vector<Proposal> proposals, AllDone done) {
  Group group;
  for (const Proposal& proposal : proposals) group.bytes += proposal.bytes;
  group.proposals = std::move(proposals);
  group.all_done = std::move(done);
  if (absl::Status refused = Enqueue(group); !refused.ok()) group.all_done(std::move(refused));
}

// Takes the group, or leaves it as it is and says why.
absl::Status LedgerWriter::Enqueue(Group& group) {
  if (options_.check != nullptr) {
    if (absl::Status status = options_.check(); !status.ok()) return status;
  }
  absl::MutexLock lock(&mutex_);
  if (stopping_) return absl::UnavailableError("the service is stopping");
  if (waiting_ + group.proposals.size() > options_.queue || waiting_bytes_ + group.bytes > options_.queue_bytes) {
    return absl::ResourceExhaustedError("too many mutations are waiting to be written");
  }
  waiting_ += group.proposals.size();
  waiting_bytes_ += group.bytes;
  const std::string& plan = group.proposals.front().plan;
  std::deque<Group>& queue = queues_[plan];
  if (queue.empty()) turns_.push_back(plan);
  queue.push_back(std::move(group));
  return absl::OkStatus();
}

bool LedgerWriter::HasWork() const { return stopping_ || !turns_.empty(); }

// The turn stays in its place until Gather; nothing when the writer ends.
std::optional<LedgerWriter::Turn> LedgerWriter::NextTurn() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &LedgerWriter::HasWork));
  if (turns_.empty()) return std::nullopt;
  return Turn{turns_.front(), queues_[turns_.front()].front().proposals.front().origin};
}

// Takes the next transaction's mutations from the queue of the plan whose turn it is. What the plan has beyond the
// transaction's bound waits behind the other plans.
LedgerWriter::Gathered LedgerWriter::Gather(const std::string& plan) {
  absl::MutexLock lock(&mutex_);
  Gathered gathered;
  std::deque<Group>& queue = queues_[plan];
  while (!queue.empty() && gathered.batch.proposals.size() < options_.batch) {
    Group& next = queue.front();
    const bool together = next.all_done != nullptr;
    if (together && !gathered.batch.proposals.empty()) break;
    waiting_ -= next.proposals.size();
    waiting_bytes_ -= next.bytes;
    if (together) {
      gathered.batch = {std::move(next.proposals), Atomicity::kAll};
      gathered.all_done = std::move(next.all_done);
    } else {
      gathered.batch.proposals.push_back(std::move(next.proposals.front()));
      gathered.done.push_back(std::move(next.done));
    }
    queue.pop_front();
    if (together) break;
  }
  turns_.pop_front();
  if (queue.empty()) {
    queues_.erase(plan);
  } else {
    turns_.push_back(plan);
  }
  return gathered;
}

void LedgerWriter::Loop() {
  while (const auto turn = NextTurn()) {
    const WorkingFor scope(turn->origin);
    CommitNext(turn->plan);
  }
}

absl::StatusOr<BatchOutcome> LedgerWriter::CommitOnce(const std::string& plan, BatchSource source) {
  const absl::Time start = absl::Now();
  auto outcome = Commit(store_, key_, clock_, plan, start + options_.timeout, source);
  seconds_.Observe(absl::ToDoubleSeconds(absl::Now() - start));
  return outcome;
}

void LedgerWriter::CommitNext(const std::string& plan) {
  std::optional<Gathered> gathered;
  const auto source = [&]() -> const Batch& {
    if (!gathered.has_value()) gathered = Gather(plan);
    return gathered->batch;
  };
  auto outcome = CommitOnce(plan, source);
  const std::vector<Proposal>& proposals = source().proposals;  // gathered now, where the ledger could not be locked
  mutations_.Increment(static_cast<double>(proposals.size()));
  // One proposal can make the database refuse the whole batch; alone, each gets the answer that it deserves.
  const bool refused_whole = outcome.status().code() == absl::StatusCode::kInternal ||
                             outcome.status().code() == absl::StatusCode::kAlreadyExists;
  if (refused_whole && !gathered->done.empty() && proposals.size() > 1) outcome = CommitOneByOne(plan, proposals);
  answers_.Run([this, gathered = *std::move(gathered), outcome = std::move(outcome)]() mutable {
    Answer(std::move(gathered), std::move(outcome));
  });
}

// The responses of all, and which of them are repeats; what was saved is not told.
BatchOutcome LedgerWriter::CommitOneByOne(const std::string& plan, const std::vector<Proposal>& proposals) {
  BatchOutcome all;
  for (size_t i = 0; i < proposals.size(); ++i) {
    const Batch alone{{proposals[i]}};
    auto single = CommitOnce(plan, [&alone]() -> const Batch& { return alone; });
    if (single.ok() && !single->repeated.empty()) all.repeated.push_back(i);
    all.responses.push_back(single.ok() ? std::move(single->responses.front()) : single.status());
  }
  return all;
}

void LedgerWriter::Answer(Gathered gathered, absl::StatusOr<BatchOutcome> outcome) {
  const bool has_repeats = outcome.ok() && !outcome->repeated.empty();
  if (gathered.all_done != nullptr && !has_repeats) {
    gathered.all_done(outcome.ok() ? absl::StatusOr<Responses>(std::move(outcome->responses)) : outcome.status());
  }
  for (size_t i = 0; i < gathered.done.size(); ++i) {
    if (has_repeats && absl::c_linear_search(outcome->repeated, i)) continue;
    gathered.done[i](outcome.ok() ? std::move(outcome->responses[i]) : outcome.status());
  }
  if (!outcome.ok()) return;
  batches_.Increment();
  committed_();
  if (!has_repeats) return;
  repeats_.Run([this, gathered = std::move(gathered), outcome = *std::move(outcome)]() mutable {
    AnswerRepeats(std::move(gathered), std::move(outcome));
  });
}

// Repeats wait for their receipts, and nobody else waits for them.
void LedgerWriter::AnswerRepeats(Gathered gathered, BatchOutcome outcome) {
  AddReceipts(store_, gathered.batch.proposals, outcome.repeated, absl::Now() + options_.timeout, outcome.responses);
  if (gathered.all_done != nullptr) return gathered.all_done(std::move(outcome.responses));
  for (const size_t i : outcome.repeated) gathered.done[i](std::move(outcome.responses[i]));
}

}  // namespace lianfang::submission
