#include "services/submission/store/testing/fake_submission_store.h"

#include <iterator>
#include <limits>
#include <optional>

#include "absl/algorithm/container.h"
#include "absl/strings/str_format.h"
#include "common/time.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/return/plausibility.h"

namespace lianfang::submission {
namespace {

bool Wanted(const std::string& filter, const std::string& value) { return filter.empty() || filter == value; }

bool InFilter(const RowFilter& filter, const v1::Obligation& obligation) {
  return Wanted(filter.plan, ParseObligationName("name", obligation.name())->plan) &&
         Wanted(filter.department, obligation.department()) && Wanted(filter.region, obligation.region()) &&
         Wanted(filter.industry, obligation.industry()) && Wanted(filter.period, obligation.period()) &&
         IsInScope(filter.scope, obligation);
}

}  // namespace

std::shared_ptr<const type::v1::Plan> FakeSubmissionStore::Newest(const std::string& plan) const {
  const auto after = plans_.upper_bound({plan, std::numeric_limits<int>::max()});
  if (after == plans_.begin()) return nullptr;
  const auto last = std::prev(after);
  return last->first.first == plan ? last->second : nullptr;
}

absl::StatusOr<std::shared_ptr<const type::v1::Plan>> FakeSubmissionStore::LoadPlan(const std::string& plan,
                                                                                    int edition, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (edition == 0) return Newest(plan);
  const auto found = plans_.find({plan, edition});
  return found == plans_.end() ? nullptr : found->second;
}

absl::StatusOr<std::vector<std::shared_ptr<const type::v1::Plan>>> FakeSubmissionStore::ListPlans(const Page& page,
                                                                                                  absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<std::shared_ptr<const type::v1::Plan>> listed;
  std::string last;
  for (const auto& [key, plan] : plans_) {
    if (key.first <= page.after || key.first == last || static_cast<int>(listed.size()) == page.limit) continue;
    last = key.first;
    listed.push_back(Newest(key.first));
  }
  return listed;
}

absl::StatusOr<ObligationCase> FakeSubmissionStore::LoadCase(const std::string& plan, const std::string& id,
                                                             absl::Time) {
  absl::MutexLock lock(&mutex_);
  ObligationCase found;
  found.plan = Newest(plan);
  if (const auto it = obligations_.find(ObligationName(plan, id)); it != obligations_.end())
    found.obligation = it->second;
  if (const auto it = returns_.find(ReturnName(plan, id)); it != returns_.end()) found.filed = it->second;
  if (found.plan != nullptr && found.obligation.has_value()) {
    const v1::Return* before = InForce(EarlierReturns(*found.plan, *found.obligation), [&](const std::string& each) {
      return FindOrNull(returns_, ReturnName(plan, each));
    });
    if (before != nullptr) found.before = *before;
  }
  if (!id.empty()) return found;
  for (const auto& [name, obligation] : obligations_) {
    if (ParseObligationName("name", name)->plan == plan) found.stated.push_back(obligation);
  }
  return found;
}

absl::StatusOr<std::map<std::string, v1::Obligation>> FakeSubmissionStore::LoadObligations(
    const std::vector<std::string>& names, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::map<std::string, v1::Obligation> found;
  for (const std::string& name : names) {
    if (const v1::Obligation* obligation = FindOrNull(obligations_, name)) found.emplace(name, *obligation);
  }
  return found;
}

absl::StatusOr<std::vector<Listed<v1::Obligation>>> FakeSubmissionStore::ListObligations(const RowFilter& filter,
                                                                                         const Page& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::map<std::string, v1::Obligation> ordered;
  for (const auto& [name, obligation] : obligations_) {
    if (!InFilter(filter, obligation)) continue;
    ordered[absl::StrFormat("%020d/%s", absl::ToUnixMicros(FromTimestamp(obligation.due_time())), name)] = obligation;
  }
  std::vector<Listed<v1::Obligation>> listed;
  for (auto it = ordered.upper_bound(page.after); it != ordered.end() && static_cast<int>(listed.size()) < page.limit;
       ++it) {
    listed.push_back({it->first, it->second});
  }
  return listed;
}

absl::StatusOr<std::vector<Listed<v1::Return>>> FakeSubmissionStore::ListReturns(const RowFilter& filter,
                                                                                 const Page& page, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<Listed<v1::Return>> listed;
  for (const auto& [name, filed] : returns_) {
    const ChildName parts = *ParseReturnName("name", name);
    const bool state = filter.return_state == v1::RETURN_STATE_UNSPECIFIED || filter.return_state == filed.state();
    if (parts.id <= page.after || !state || static_cast<int>(listed.size()) == page.limit) continue;
    if (InFilter(filter, obligations_.at(filed.obligation()))) listed.push_back({parts.id, filed});
  }
  return listed;
}

absl::StatusOr<std::vector<StoredEntry>> FakeSubmissionStore::ListReturnEntries(const std::string& plan,
                                                                                const std::string& id, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<StoredEntry> entries;
  for (const StoredEntry& entry : ledgers_[plan]) {
    if (entry.return_id == id) entries.push_back(entry);
  }
  return entries;
}

absl::StatusOr<std::vector<StoredEntry>> FakeSubmissionStore::ReadLedger(const std::string& plan, int64_t first,
                                                                         int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<StoredEntry> entries;
  for (const StoredEntry& entry : ledgers_[plan]) {
    if (entry.sequence >= first && static_cast<int>(entries.size()) < limit) entries.push_back(entry);
  }
  return entries;
}

absl::StatusOr<std::vector<StoredSeal>> FakeSubmissionStore::ReadSeals(const std::string& plan, int64_t sequence,
                                                                       int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<StoredSeal> seals;
  for (const StoredSeal& seal : seals_[plan]) {
    if (seal.last_sequence >= sequence && static_cast<int>(seals.size()) < limit) {
      seals.push_back(seal);
    }
  }
  return seals;
}

absl::StatusOr<std::optional<SealedRun>> FakeSubmissionStore::ReadSealedRun(const std::string& plan, int64_t sequence,
                                                                            absl::Time) {
  absl::MutexLock lock(&mutex_);
  return SealedRunAt(plan, sequence);
}

absl::StatusOr<std::optional<SealedRun>> FakeSubmissionStore::SealedRunAt(const std::string& plan,
                                                                          int64_t sequence) const {
  const auto* seals = FindOrNull(seals_, plan);
  if (seals == nullptr) return std::nullopt;
  const auto seal =
      absl::c_find_if(*seals, [sequence](const StoredSeal& each) { return each.last_sequence >= sequence; });
  if (seal == seals->end()) return std::nullopt;
  std::vector<StoredEntry> entries;
  for (const StoredEntry& entry : ledgers_.at(plan)) {
    if (seal->Covers(entry.sequence)) entries.push_back(entry);
  }
  auto run = SealedRun::Of(*seal, std::move(entries), sequence);
  if (!run.ok()) return run.status();
  return *std::move(run);
}

absl::StatusOr<StoredHead> FakeSubmissionStore::ReadLedgerHead(const std::string& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = heads_.find(plan);
  const auto newest = Newest(plan);
  return StoredHead{found == heads_.end() ? LedgerHead{} : found->second, newest == nullptr ? 0 : newest->edition()};
}

// Of a thread that holds the store's lock.
class FakeSubmissionStore::Transaction : public LedgerTransaction {
 public:
  Transaction(FakeSubmissionStore& store, const std::string& plan) : store_(store), plan_(plan) {}

  BatchState Load(const std::vector<Proposal>& proposals) override ABSL_NO_THREAD_SAFETY_ANALYSIS {
    BatchState state;
    if (const LedgerHead* head = FindOrNull(store_.heads_, plan_)) state.head = *head;
    state.plan = store_.Newest(plan_);
    for (const auto& [name, obligation] : store_.obligations_) {
      if (ParseObligationName("name", name)->plan != plan_) continue;
      state.obligations[name] = std::make_shared<const v1::Obligation>(obligation);
    }
    for (const StoredEntry& entry : store_.ledgers_[plan_]) {
      if (entry.return_id.empty()) state.plan_entry = entry.sequence;
    }
    for (const auto& [name, filed] : store_.returns_) state.returns[name] = std::make_shared<const v1::Return>(filed);
    for (const Proposal& proposal : proposals) {
      const auto* first = FindOrNull(store_.requests_, std::make_pair(proposal.key.actor, proposal.key.request_id));
      state.earlier_answers.push_back(
          first == nullptr ? std::optional<std::string>()
                           : AnswerToRepeat(proposal.key, first->key.method, first->key.request_hash, first->response));
    }
    return state;
  }

  void Save(const BatchOutcome& outcome, absl::Time) override ABSL_NO_THREAD_SAFETY_ANALYSIS {
    store_.heads_[plan_] = outcome.head;
    for (const auto& plan : outcome.editions) {
      store_.plans_[{plan_, plan.edition()}] = std::make_shared<const type::v1::Plan>(plan);
    }
    for (const auto& [name, stored] : outcome.obligations) store_.obligations_[name] = *stored.message;
    for (const auto& [name, stored] : outcome.returns) {
      store_.returns_[name] = *stored.message;
      if (!IsFiledIn(outcome, *stored.message)) continue;
      const ChildName id = *ParseReturnName("name", name);
      std::erase_if(store_.drafts_,
                    [&id](const auto& each) { return each.first.plan == id.plan && each.first.draft == id.id; });
    }
    auto& ledger = store_.ledgers_[plan_];
    ledger.insert(ledger.end(), outcome.entries.begin(), outcome.entries.end());
    store_.seals_[plan_].push_back(*outcome.seal);
    for (const RequestRecord& record : outcome.requests) {
      store_.requests_[{record.key.actor, record.key.request_id}] = record;
    }
    store_.changes_.insert(store_.changes_.end(), outcome.changes.begin(), outcome.changes.end());
  }

 private:
  FakeSubmissionStore& store_;
  const std::string& plan_;
};

absl::Status FakeSubmissionStore::Transact(const std::string& plan, absl::Time, const LedgerWork& work) {
  absl::MutexLock lock(&mutex_);
  Transaction transaction(*this, plan);
  return work(transaction);
}

void FakeSubmissionStore::ReplacePlan(const type::v1::Plan& plan) {
  absl::MutexLock lock(&mutex_);
  plans_[{*ParsePlanName("name", plan.name()), plan.edition()}] = std::make_shared<const type::v1::Plan>(plan);
}

std::vector<std::pair<int, std::string>> FakeSubmissionStore::PlanDocuments(const std::string& plan) {
  absl::MutexLock lock(&mutex_);
  std::vector<std::pair<int, std::string>> documents;
  for (const auto& [key, stored] : plans_) {
    if (key.first == plan) documents.emplace_back(key.second, PlanDocument(*stored));
  }
  return documents;
}

std::unique_ptr<FakeSubmissionStore> FakeSubmissionStore::Copy() {
  auto copy = std::make_unique<FakeSubmissionStore>();
  absl::MutexLock lock(&mutex_);
  absl::MutexLock copy_lock(&copy->mutex_);
  copy->plans_ = plans_;
  copy->heads_ = heads_;
  copy->requests_ = requests_;
  copy->obligations_ = obligations_;
  copy->returns_ = returns_;
  copy->ledgers_ = ledgers_;
  copy->seals_ = seals_;
  copy->changes_ = changes_;
  copy->pruned_changes_ = pruned_changes_;
  copy->drafts_ = drafts_;
  return copy;
}

}  // namespace lianfang::submission
