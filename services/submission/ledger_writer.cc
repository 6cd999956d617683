#include "services/submission/ledger_writer.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/time/clock.h"
#include "services/submission/receipts_of_repeats.h"

namespace lianfang::submission {

namespace {

// OK where somebody waits for all of them.
absl::Status Wanted(const std::vector<Proposal>& proposals) {
  for (const Proposal& proposal : proposals) {
    if (proposal.wanted == nullptr) continue;
    if (absl::Status wanted = proposal.wanted(); !wanted.ok()) return wanted;
  }
  return absl::OkStatus();
}

}  // namespace

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
  if (absl::Status refused = Enqueue(group); !refused.ok()) Refuse(group, refused);
}

void LedgerWriter::SubmitTogether(std::vector<Proposal> proposals, AllDone done) {
  Group group;
  for (const Proposal& proposal : proposals) group.bytes += proposal.bytes;
  group.proposals = std::move(proposals);
  group.all_done = std::move(done);
  if (absl::Status refused = Enqueue(group); !refused.ok()) Refuse(group, refused);
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

void LedgerWriter::Refuse(Group& group, const absl::Status& why) {
  if (group.all_done != nullptr) return group.all_done(why);
  group.done(why);
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
// transaction's bound waits behind the other plans. What is dropped takes no place in it.
LedgerWriter::Gathered LedgerWriter::Gather(const std::string& plan) {
  absl::MutexLock lock(&mutex_);
  Gathered gathered;
  std::deque<Group>& queue = queues_[plan];
  while (!queue.empty() && gathered.batch.proposals.size() < options_.batch) {
    Group& next = queue.front();
    const bool together = next.all_done != nullptr;
    // A mutation of the plan itself changes what its filings meet (the returns that their figures are compared with), so
    // it shares no batch with them.
    const bool alone = together || next.proposals.front().obligation.empty();
    if (alone && !gathered.batch.proposals.empty()) break;
    waiting_ -= next.proposals.size();
    waiting_bytes_ -= next.bytes;
    if (absl::Status wanted = Wanted(next.proposals); !wanted.ok()) {
      gathered.dropped.emplace_back(std::move(next), std::move(wanted));
      queue.pop_front();
      continue;
    }
    if (together) {
      gathered.batch = {std::move(next.proposals), Atomicity::kAll};
      gathered.all_done = std::move(next.all_done);
    } else {
      gathered.batch.proposals.push_back(std::move(next.proposals.front()));
      gathered.done.push_back(std::move(next.done));
    }
    queue.pop_front();
    if (alone) break;
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
  // The same request was committed meanwhile for another plan: now the request log has it.
  if (absl::IsAlreadyExists(outcome.status())) outcome = CommitOnce(plan, source);
  // One proposal can make the database refuse the whole batch: then only that one fails.
  const bool refused_whole = absl::IsInternal(outcome.status()) || absl::IsAlreadyExists(outcome.status());
  if (refused_whole && !gathered->done.empty() && proposals.size() > 1) outcome = CommitOneByOne(plan, proposals);
  if (outcome.ok()) mutations_.Increment(static_cast<double>(proposals.size()));
  answers_.Run([this, gathered = *std::move(gathered), outcome = std::move(outcome)]() mutable {
    Answer(std::move(gathered), std::move(outcome));
  });
}

// The outcome has the responses of all, and no entries. Once the database does not answer, the rest is not tried.
BatchOutcome LedgerWriter::CommitOneByOne(const std::string& plan, const std::vector<Proposal>& proposals) {
  BatchOutcome all;
  absl::Status away;
  for (size_t i = 0; i < proposals.size(); ++i) {
    if (!away.ok()) {
      all.responses.push_back(away);
      continue;
    }
    const Batch alone{{proposals[i]}};
    auto single = CommitOnce(plan, [&alone]() -> const Batch& { return alone; });
    if (single.ok() && !single->repeated.empty()) all.repeated.push_back(i);
    all.responses.push_back(single.ok() ? std::move(single->responses.front()) : single.status());
    const bool refused_alone = absl::IsInternal(single.status()) || absl::IsAlreadyExists(single.status());
    if (!single.ok() && !refused_alone) away = single.status();
  }
  return all;
}

void LedgerWriter::Answer(Gathered gathered, absl::StatusOr<BatchOutcome> outcome) {
  for (auto& [group, why] : gathered.dropped) Refuse(group, why);
  if (gathered.batch.proposals.empty()) return;
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
  const absl::Time deadline = absl::Now() + options_.timeout;
  auto repeats = std::make_shared<Repeats>(RepeatsOf(std::move(gathered), *std::move(outcome)));
  if (!repeats_.TryRun([this, repeats, deadline] { AnswerRepeats(*repeats, deadline); })) {
    Refuse(*repeats, absl::ResourceExhaustedError("too many repeated requests wait for their receipts"));
  }
}

// Only the repeats of a batch are kept for their receipts; of mutations together, all.
LedgerWriter::Repeats LedgerWriter::RepeatsOf(Gathered gathered, BatchOutcome outcome) {
  Repeats repeats;
  if (gathered.all_done != nullptr) {
    repeats.all_done = std::move(gathered.all_done);
    repeats.proposals = std::move(gathered.batch.proposals);
    repeats.responses = std::move(outcome.responses);
    repeats.places = std::move(outcome.repeated);
    return repeats;
  }
  for (const size_t i : outcome.repeated) {
    repeats.places.push_back(repeats.proposals.size());
    repeats.proposals.push_back(std::move(gathered.batch.proposals[i]));
    repeats.responses.push_back(std::move(outcome.responses[i]));
    repeats.done.push_back(std::move(gathered.done[i]));
  }
  return repeats;
}

// Repeats wait for their receipts, and nobody else waits for them.
void LedgerWriter::AnswerRepeats(Repeats& repeats, absl::Time deadline) {
  AddReceipts(store_, repeats.proposals, repeats.places, deadline, repeats.responses);
  if (repeats.all_done != nullptr) return repeats.all_done(std::move(repeats.responses));
  for (size_t i = 0; i < repeats.done.size(); ++i) repeats.done[i](std::move(repeats.responses[i]));
}

void LedgerWriter::Refuse(Repeats& repeats, const absl::Status& why) {
  if (repeats.all_done != nullptr) return repeats.all_done(why);
  for (Done& done : repeats.done) done(why);
}

}  // namespace lianfang::submission
