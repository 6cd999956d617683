#include "services/submission/testing/history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/ledger/receipt.h"
#include "common/testing/fake_clock.h"
#include "common/time.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/mutation.h"
#include "services/submission/testing/commit.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/random_mutations.h"

namespace lianfang::submission {
namespace {

constexpr char kPlan[] = "gaoping-2021-2025";
constexpr int kCallers = 4;
constexpr int kStepsOfACaller = 8;
constexpr int kMostTries = 60;

using Answer = absl::StatusOr<std::string>;

absl::Time Forever() { return absl::Now() + absl::Seconds(30); }

// A call that was answered, or that was never.
struct Told {
  size_t mutation;        // in History::mutations_
  int64_t before, after;  // the ledger's length when it was sent, and when it was answered
  Answer answer;
};

// Mutations that were sent together.
struct Together {
  std::vector<size_t> mutations;
  bool filed = false;
};

class History {
 public:
  History(uint64_t seed, SubmissionStore& store, StoreFaults& faults, FakeSubmissionStore& reference,
          const SigningKey& key)

      : random_(seed),
        likely_(reference.Copy()),
        made_(random_, *likely_, key),
        store_(store),
        faults_(faults),
        reference_(reference),
        key_(key) {}

  HistoryCounts Run() {
    // By turns, so that what one makes may follow what another one has made.
    std::vector<std::vector<std::vector<size_t>>> plans(kCallers);
    for (int i = 0; i < kStepsOfACaller; ++i) {
      for (auto& steps : plans) steps.push_back(PlanStep());
    }
    {
      LedgerWriter first(store_, key_, clock_, metrics_, [] {}, {.batch = 3});
      LedgerWriter second(store_, key_, clock_, metrics_, [] {}, {});
      std::vector<std::thread> callers;
      for (int i = 0; i < kCallers; ++i) {
        callers.emplace_back(
            [&, i] { Call(i % 2 == 0 ? first : second, i % 2 == 0 ? second : first, plans[static_cast<size_t>(i)]); });
      }
      for (std::thread& caller : callers) caller.join();
    }
    faults_.End();
    Check();
    return counts_;
  }

 private:
  uint64_t Below(uint64_t bound) { return random_() % bound; }
  bool OneIn(uint64_t count) { return Below(count) == 0; }

  // What a caller will do next: some mutations, which are sent side by side, or together.
  std::vector<size_t> PlanStep() {
    std::vector<size_t> step;
    const bool together = OneIn(12);
    for (uint64_t left = 1 + Below(together ? 3 : 8); left > 0; --left) {
      const size_t earlier = mutations_.empty() ? 0 : Below(mutations_.size());
      const bool again = !together && !mutations_.empty() && OneIn(5) && together_of_.count(earlier) == 0;
      if (again) {  // another caller's, or an earlier one
        step.push_back(earlier);
        continue;
      }
      mutations_.push_back(together ? made_.Filed() : made_.Any());
      step.push_back(mutations_.size() - 1);
    }
    if (!together) return step;
    for (const size_t mutation : step) together_of_[mutation] = together_.size();
    together_.push_back({step});
    return step;
  }

  int64_t Length() {
    const auto head = store_.ReadLedgerHead(kPlan, Forever());
    EXPECT_TRUE(head.ok()) << head.status();
    return head.ok() ? head->sequence : 0;
  }

  // A caller of a thread of its own. Whoever gets no answer asks the other replica.
  void Call(LedgerWriter& near, LedgerWriter& far, const std::vector<std::vector<size_t>>& steps) {
    for (const auto& step : steps) {
      clock_.Advance(absl::Microseconds(7));
      const auto group = together_of_.find(step.front());
      if (group != together_of_.end()) {
        SendTogether(near, group->second);
        continue;
      }
      std::vector<size_t> waiting = step;
      for (int tries = 0; !waiting.empty() && tries < kMostTries; ++tries)
        waiting = Send(tries % 2 == 0 ? near : far, waiting);
      absl::MutexLock lock(&mutex_);
      counts_.unanswered += static_cast<int>(waiting.size());
    }
  }

  // Those that were not answered.
  std::vector<size_t> Send(LedgerWriter& writer, const std::vector<size_t>& mutations) {
    const int64_t before = Length();
    std::vector<Answer> answers(mutations.size(), absl::UnknownError("not answered"));
    std::deque<absl::Notification> done(mutations.size());
    for (size_t i = 0; i < mutations.size(); ++i) {
      writer.Submit(mutations_[mutations[i]], [&, i](Answer answer) {
        answers[i] = std::move(answer);
        done[i].Notify();
      });
    }
    for (absl::Notification& each : done) each.WaitForNotification();
    const int64_t after = Length();
    std::vector<size_t> left;
    absl::MutexLock lock(&mutex_);
    counts_.calls += static_cast<int>(mutations.size());
    for (size_t i = 0; i < mutations.size(); ++i) {
      const bool unknown = absl::IsUnavailable(answers[i].status()) || absl::IsInternal(answers[i].status());
      if (unknown) {
        left.push_back(mutations[i]);
      } else {
        told_.push_back({mutations[i], before, after, std::move(answers[i])});
      }
    }
    return left;
  }

  void SendTogether(LedgerWriter& writer, size_t group) {
    std::vector<Proposal> proposals;
    for (const size_t mutation : together_[group].mutations) proposals.push_back(mutations_[mutation]);
    for (int tries = 0; tries < kMostTries; ++tries) {
      absl::Notification done;
      absl::StatusOr<Responses> responses = absl::UnknownError("not answered");
      writer.SubmitTogether(proposals, [&](absl::StatusOr<Responses> answer) {
        responses = std::move(answer);
        done.Notify();
      });
      done.WaitForNotification();
      absl::MutexLock lock(&mutex_);
      counts_.calls += static_cast<int>(proposals.size());
      if (!responses.ok()) continue;
      const auto refused =
          std::count_if(responses->begin(), responses->end(), [](const Answer& answer) { return !answer.ok(); });
      EXPECT_TRUE(refused == 0 || refused == static_cast<std::ptrdiff_t>(responses->size()))
          << "some of a whole were filed";
      together_[group].filed = refused == 0;
      return;
    }
  }

  // After the callers.

  void Check() {
    const auto entries = store_.ReadLedger(kPlan, 1, 100'000, Forever());
    ASSERT_TRUE(entries.ok()) << entries.status();
    counts_.entries = static_cast<int64_t>(entries->size());
    counts_.seals = static_cast<int64_t>(store_.ReadSeals(kPlan, 1, 100'000, Forever())->size());
    for (size_t i = 0; i < mutations_.size(); ++i) {
      const RequestKey& key = mutations_[i].key;
      by_key_[{key.actor, key.request_id, key.request_hash}].push_back(i);
    }
    CheckRefusalsAt(1);
    for (size_t place = 1; place < entries->size(); ++place) {
      Replay((*entries)[place]);
      if (testing::Test::HasFailure()) return;
      CheckRefusalsAt(static_cast<int64_t>(place) + 1);
    }
    CheckRefusals();
    CheckAnswers();
    CheckTogether();
    CheckState();
  }

  // The reference files the entry's mutation by itself, at the entry's instant, and must make the same entry.
  void Replay(const StoredEntry& stored) {
    v1::LedgerEntry entry;
    ASSERT_TRUE(entry.ParseFromString(stored.bytes));
    const absl::Time commit_time = FromTimestamp(entry.commit_time());
    const std::optional<size_t> mutation = MutationOf(entry, stored, commit_time);
    ASSERT_TRUE(mutation.has_value()) << "nobody asked for entry " << stored.sequence << ": "
                                      << entry.ShortDebugString();
    const auto answer = CommitAt(commit_time, reference_, key_, mutations_[*mutation]);
    ASSERT_TRUE(answer.ok()) << "the reference refuses what entry " << stored.sequence << " files, by "
                             << answer.status() << ": " << entry.ShortDebugString();
    const StoredEntry& made = reference_.ledger(kPlan).back();
    if (made.bytes != stored.bytes) {
      v1::LedgerEntry other;
      other.ParseFromString(made.bytes);
      ADD_FAILURE() << "entry " << stored.sequence << " is\n"
                    << entry.DebugString() << "by the reference\n"
                    << other.DebugString();
      return;
    }
    ASSERT_EQ(made.return_id, stored.return_id);
    EXPECT_TRUE(expected_.emplace(FirstOf(*mutation), *answer).second)
        << "entry " << stored.sequence << " is filed twice";
  }

  // The mutation that made the entry. Where several used its request id, the one that makes it again.
  std::optional<size_t> MutationOf(const v1::LedgerEntry& entry, const StoredEntry& stored, absl::Time commit_time) {
    std::optional<size_t> found;
    for (const auto& [key, places] : by_key_) {
      if (std::get<0>(key) != entry.actor() || std::get<1>(key) != entry.request_id()) continue;
      for (const size_t place : places) {
        if (!found.has_value()) {
          found = place;
          continue;
        }
        const auto trial = reference_.Copy();
        const auto filed = CommitAt(commit_time, *trial, key_, mutations_[place]);
        if (filed.ok() && trial->ledger(kPlan).back().bytes == stored.bytes) found = place;
      }
    }
    return found;
  }

  // Strikes off the refusals that the reference gives, too, after so many entries.
  void CheckRefusalsAt(int64_t length) {
    // Entries of one batch are dated one microsecond after the other, which may be later than the clock.
    const absl::Time now = std::max(clock_.Now(), reference_.heads()[kPlan].commit_time + absl::Microseconds(1));
    for (size_t i = 0; i < told_.size(); ++i) {
      const Told& told = told_[i];
      if (told.answer.ok() || explained_.count(i) > 0 || length < told.before || length > told.after) continue;
      const Proposal& proposal = mutations_[told.mutation];
      const auto rehearsed = RehearsedBytes(reference_, proposal, now, Forever());
      if (rehearsed.status() == told.answer.status()) {
        explained_.insert(i);
      } else {
        otherwise_[i] += absl::StrCat("\nafter ", length, ": ", rehearsed.status().ToString());
      }
    }
  }

  void CheckRefusals() {
    for (size_t i = 0; i < told_.size(); ++i) {
      const Told& told = told_[i];
      if (told.answer.ok()) continue;
      ++counts_.refusals;
      const RequestKey& key = mutations_[told.mutation].key;
      const bool is_another = absl::IsInvalidArgument(told.answer.status()) && UsesOfId(key) > 1;
      EXPECT_TRUE(is_another || explained_.count(i) > 0)
          << key.method << " was refused where the reference would not refuse it, between entries " << told.before
          << " and " << told.after << ": " << told.answer.status() << "; by the reference" << otherwise_[i];
    }
  }

  // Requests of different content under one actor's id.
  int UsesOfId(const RequestKey& key) const {
    int uses = 0;
    for (const auto& [each, places] : by_key_) {
      if (std::get<0>(each) == key.actor && std::get<1>(each) == key.request_id) ++uses;
    }
    return uses;
  }

  size_t FirstOf(size_t mutation) const {
    const RequestKey& key = mutations_[mutation].key;
    return by_key_.at({key.actor, key.request_id, key.request_hash}).front();
  }

  void CheckAnswers() {
    std::map<size_t, std::string> first;
    for (const Told& told : told_) {
      if (!told.answer.ok()) continue;
      const size_t mutation = FirstOf(told.mutation);
      const auto expected = expected_.find(mutation);
      ASSERT_TRUE(expected != expected_.end()) << "an answer to what is not in the ledger";
      const auto [place, fresh] = first.emplace(mutation, *told.answer);
      if (!fresh) ++counts_.repeats;
      EXPECT_EQ(place->second, *told.answer) << "two answers to one mutation";
      if (fresh) CheckAnswer(mutations_[mutation], *told.answer, expected->second);
    }
  }

  // But for its receipt, which tells of the seal that the group shares, the answer is the reference's.
  void CheckAnswer(const Proposal& proposal, const std::string& answer, const std::string& expected) {
    if (!BearsReceipt(proposal.key.method)) {
      EXPECT_EQ(answer, expected) << proposal.key.method;
      return;
    }
    v1::SubmitReturnResponse given, wanted;
    ASSERT_TRUE(given.ParseFromString(answer) && wanted.ParseFromString(expected));
    EXPECT_EQ(given.receipt().entry(), wanted.receipt().entry());
    EXPECT_EQ(VerifyReceipt(given.receipt(), key_.public_key()), absl::OkStatus());
    given.clear_receipt();
    wanted.clear_receipt();
    EXPECT_EQ(given.SerializeAsString(), wanted.SerializeAsString());
  }

  void CheckTogether() {
    for (const Together& whole : together_) {
      size_t filed = 0;
      for (const size_t mutation : whole.mutations) filed += expected_.count(FirstOf(mutation));
      EXPECT_TRUE(filed == 0 || filed == whole.mutations.size())
          << filed << " of " << whole.mutations.size() << " of a whole were filed";
      EXPECT_TRUE(!whole.filed || filed > 0) << "a whole that was answered is not in the ledger";
    }
  }

  void CheckState() {
    const auto mine = store_.ListObligations({.plan = kPlan}, {"", 1000}, Forever());
    const auto wanted = reference_.ListObligations({.plan = kPlan}, {"", 1000}, Forever());
    ASSERT_TRUE(mine.ok() && wanted.ok());
    ASSERT_EQ(mine->size(), wanted->size());
    for (size_t i = 0; i < mine->size(); ++i) {
      EXPECT_EQ((*mine)[i].row.SerializeAsString(), (*wanted)[i].row.SerializeAsString()) << (*mine)[i].row.name();
    }
    const auto returns = store_.ListReturns({.plan = kPlan}, {"", 1000}, Forever());
    const auto wanted_returns = reference_.ListReturns({.plan = kPlan}, {"", 1000}, Forever());
    ASSERT_TRUE(returns.ok() && wanted_returns.ok());
    ASSERT_EQ(returns->size(), wanted_returns->size());
    for (size_t i = 0; i < returns->size(); ++i) {
      EXPECT_EQ((*returns)[i].row.SerializeAsString(), (*wanted_returns)[i].row.SerializeAsString())
          << (*returns)[i].row.name();
    }
    const auto plan = store_.LoadPlan(kPlan, 0, Forever());
    ASSERT_TRUE(plan.ok());
    EXPECT_EQ(PlanDocument(**plan), PlanDocument(**reference_.LoadPlan(kPlan, 0, Forever())));
    if (auto* const in_memory = dynamic_cast<FakeSubmissionStore*>(&store_)) {
      ASSERT_EQ(in_memory->changes().size(), reference_.changes().size());
      for (size_t i = 0; i < in_memory->changes().size(); ++i) {
        EXPECT_EQ(in_memory->changes()[i].topic, reference_.changes()[i].topic) << i;
        EXPECT_EQ(in_memory->changes()[i].payload, reference_.changes()[i].payload) << i;
      }
    }
  }

  std::mt19937_64 random_;
  const std::unique_ptr<FakeSubmissionStore> likely_;
  RandomMutations made_;
  SubmissionStore& store_;
  StoreFaults& faults_;
  FakeSubmissionStore& reference_;
  const SigningKey& key_;
  FakeClock clock_{HistoryStart() + absl::Milliseconds(2)};
  Metrics metrics_;
  // Made before the callers begin, and not changed by them.
  std::vector<Proposal> mutations_;
  std::map<size_t, size_t> together_of_;

  absl::Mutex mutex_;
  std::vector<Together> together_;  // each written by one caller
  std::vector<Told> told_;          // under the mutex while callers run
  HistoryCounts counts_;            // likewise

  // By actor, request id and hash: those that are one request, though made several times.
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<size_t>> by_key_;
  std::map<size_t, std::string> expected_;   // by mutation: the reference's answer
  std::map<size_t, std::string> otherwise_;  // what the reference answers to refusals, at each place
  std::set<size_t> explained_;               // refusals, in told_
};

}  // namespace

StoreFault StoreFaults::Next() {
  absl::MutexLock lock(&mutex_);
  if (ended_) return StoreFault::kNone;
  switch (random_() % 24) {
    case 0:
      return StoreFault::kAway;
    case 1:
      return StoreFault::kRolledBack;
    case 2:
      return StoreFault::kAnswerLost;
    case 3:
      return StoreFault::kRunAgain;
    case 4:
      return StoreFault::kRefused;
    default:
      return StoreFault::kNone;
  }
}

void StoreFaults::End() {
  absl::MutexLock lock(&mutex_);
  ended_ = true;
}

HistoryCounts& HistoryCounts::operator+=(const HistoryCounts& other) {
  calls += other.calls;
  repeats += other.repeats;
  refusals += other.refusals;
  unanswered += other.unanswered;
  entries += other.entries;
  seals += other.seals;
  return *this;
}

Proposal HistoryPublication() {
  static const auto& request = *[] {
    auto* made = new v1::PublishPlanRequest();
    *made->mutable_plan() = ShippedPlan(kPlan);
    made->set_request_id("a3f1c1de-0000-4000-8000-000000000000");
    return made;
  }();
  auto call = std::make_shared<Call>();
  call->caller = Office();
  call->method = "lianfang.submission.v1.PlanService.PublishPlan";
  call->deadline = absl::InfiniteFuture();
  call->arrival_time = HistoryStart();
  return Propose<v1::PublishPlanRequest>(kPlan, "", call, std::make_shared<const v1::PublishPlanRequest>(request),
                                         &DecidePublication);
}

HistoryCounts RunHistory(uint64_t seed, SubmissionStore& store, StoreFaults& faults, FakeSubmissionStore& reference,
                         const SigningKey& key) {
  SCOPED_TRACE(absl::StrCat("LIANFANG_HISTORY_SEED=", seed));
  return History(seed, store, faults, reference, key).Run();
}

int HistoriesToRun(int otherwise) {
  const char* const count = std::getenv("LIANFANG_HISTORIES");
  return count == nullptr ? otherwise : std::atoi(count);
}

uint64_t FirstHistorySeed() {
  const char* const seed = std::getenv("LIANFANG_HISTORY_SEED");
  return seed == nullptr ? std::random_device()() : std::strtoull(seed, nullptr, 10);
}

void PrintCounts(int histories, uint64_t first_seed, const HistoryCounts& counts) {
  std::printf(
      "%d histories from seed %llu: %d calls, %d repeats, %d refusals, %d never answered, %lld entries under %lld "
      "seals\n",
      histories, static_cast<unsigned long long>(first_seed), counts.calls, counts.repeats, counts.refusals,
      counts.unanswered, static_cast<long long>(counts.entries), static_cast<long long>(counts.seals));
}

}  // namespace lianfang::submission
