#include "services/exchange/store/testing/fake_reconciliation_store.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"

namespace lianfang::exchange {
namespace {

template <typename Document>
std::optional<Document> Find(const std::map<std::string, Document>& documents, const std::string& name) {
  const auto found = documents.find(name);
  return found == documents.end() ? std::nullopt : std::optional<Document>(found->second);
}

template <typename Document>
std::vector<Document> OfPlan(const std::map<std::string, Document>& documents, const std::string& plan) {
  std::vector<Document> answer;
  for (const auto& [name, document] : documents) {
    if (plan.empty() || document.plan() == plan) answer.push_back(document);
  }
  return answer;
}

bool IsParty(const v1::Discrepancy& discrepancy, const v1::RecordOwner& party) {
  const auto same = [&party](const v1::RecordOwner& owner) {
    return owner.region() == party.region() && owner.department() == party.department();
  };
  return same(discrepancy.owner()) || std::any_of(discrepancy.evidence().begin(), discrepancy.evidence().end(),
                                                  [&same](const auto& evidence) { return same(evidence.owner()); });
}

template <typename Values, typename Value>
bool AmongOrAny(const Values& values, const Value& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

bool Applies(const DiscrepancyFilter& filter, const v1::Discrepancy& one) {
  return one.plan() == filter.plan && AmongOrAny(filter.states, one.state()) && AmongOrAny(filter.rules, one.rule()) &&
         (filter.department.empty() || one.owner().department() == filter.department) &&
         absl::StartsWith(one.region(), filter.region_prefix) &&
         (filter.industry.empty() || one.industry() == filter.industry) &&
         (filter.period.empty() || one.period() == filter.period) &&
         (!filter.party.has_value() || IsParty(one, *filter.party));
}

template <typename Document>
std::vector<Document> Page(std::vector<Document> documents, int limit) {
  if (documents.size() > static_cast<size_t>(limit)) documents.resize(static_cast<size_t>(limit));
  return documents;
}

}  // namespace

class FakeReconciliationStore::Rows : public ReconciliationRows {
 public:
  explicit Rows(State& state) : state_(state) {}
  ReconciliationMark LockRun(const std::string& plan) override { return state_.marks[plan]; }
  void SaveMark(const std::string& plan, const ReconciliationMark& mark) override {
    ReconciliationMark& kept = state_.marks[plan];
    const int64_t revision = kept.revision + 1;
    kept = mark;
    kept.revision = revision;
  }
  void SaveRules(const std::string& plan, const std::vector<v1::DiscrepancyRuleStatus>& rules) override {
    state_.rules[plan] = rules;
  }
  std::optional<v1::Discrepancy> FindDiscrepancy(const std::string& name) override {
    return Find(state_.discrepancies, name);
  }
  std::optional<v1::Link> FindLink(const std::string& name) override { return Find(state_.links, name); }
  std::vector<v1::Discrepancy> DiscrepanciesOf(const std::string& plan) override {
    return OfPlan(state_.discrepancies, plan);
  }
  std::vector<v1::LinkageModelEdition> ModelsOf(const std::string& plan) override { return state_.models[plan]; }
  void SaveDiscrepancy(const v1::Discrepancy& discrepancy) override {
    state_.discrepancies[discrepancy.name()] = discrepancy;
    state_.saved.push_back(discrepancy.name());
  }
  void SaveLinks(const std::vector<v1::Link>& links) override {
    for (const v1::Link& link : links) state_.links[link.name()] = link;
  }
  void RemoveLinks(const std::vector<std::string>& names) override {
    for (const std::string& name : names) state_.links.erase(name);
  }
  void SaveModel(const std::string& plan, const v1::LinkageModelEdition& edition) override {
    std::vector<v1::LinkageModelEdition>& models = state_.models[plan];
    const auto known = std::find_if(models.begin(), models.end(),
                                    [&edition](const auto& one) { return one.name() == edition.name(); });
    if (known == models.end()) {
      models.push_back(edition);
    } else {
      *known = edition;
    }
  }

 private:
  State& state_;
};

absl::StatusOr<std::string> FakeReconciliationStore::Mutate(const RequestKey& key, absl::Time, const Work& work,
                                                            absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto first = requests_.Find(key);
  if (!first.ok()) return first.status();
  if (first->has_value()) return **first;
  State after = state_;
  Rows rows(after);
  const auto outcome = work(rows);
  if (!outcome.ok()) return outcome.status();
  state_ = std::move(after);
  requests_.Record(key, outcome->response);
  return outcome->response;
}

absl::Status FakeReconciliationStore::Run(absl::Time, const std::function<absl::Status(ReconciliationRows&)>& work,
                                          absl::Time) {
  absl::MutexLock lock(&mutex_);
  State after = state_;
  Rows rows(after);
  absl::Status done = work(rows);
  if (done.ok()) state_ = std::move(after);
  return done;
}

absl::StatusOr<std::optional<v1::Discrepancy>> FakeReconciliationStore::FindDiscrepancy(const std::string& name,
                                                                                        absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Find(state_.discrepancies, name);
}

absl::StatusOr<std::optional<v1::Link>> FakeReconciliationStore::FindLink(const std::string& name, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Find(state_.links, name);
}

absl::StatusOr<std::vector<v1::Discrepancy>> FakeReconciliationStore::ListDiscrepancies(
    const DiscrepancyFilter& filter, const std::optional<DiscrepancyPlace>& after, int limit, bool heads, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto key = [&filter](const v1::Discrepancy& one) {
    return std::make_tuple(GroupOf(one, filter.order), FromTimestamp(one.due_time()), one.name());
  };
  std::vector<v1::Discrepancy> found;
  for (const v1::Discrepancy& one : OfPlan(state_.discrepancies, filter.plan)) {
    if (!Applies(filter, one)) continue;
    if (after.has_value() && key(one) <= std::make_tuple(after->group, after->due, after->name)) continue;
    found.push_back(heads ? Head(one) : one);
  }
  std::sort(found.begin(), found.end(), [&key](const auto& a, const auto& b) { return key(a) < key(b); });
  return Page(std::move(found), limit);
}

absl::StatusOr<std::vector<v1::Discrepancy>> FakeReconciliationStore::PageOfDiscrepancies(const std::string& plan,
                                                                                          const std::string& after,
                                                                                          int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::Discrepancy> found;
  for (const v1::Discrepancy& one : OfPlan(state_.discrepancies, plan)) {
    if (one.name() > after) found.push_back(one);
  }
  return Page(std::move(found), limit);
}

absl::StatusOr<std::vector<v1::Link>> FakeReconciliationStore::ListUncertainLinks(const std::string& plan,
                                                                                  const std::optional<LinkPlace>& after,
                                                                                  int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto key = [](double probability, const std::string& name) { return std::make_pair(-probability, name); };
  std::vector<v1::Link> found;
  for (const v1::Link& link : OfPlan(state_.links, plan)) {
    if (link.state() != v1::LINK_STATE_UNCERTAIN) continue;
    if (after.has_value() && key(link.probability(), link.name()) <= key(after->probability, after->name)) continue;
    found.push_back(link);
  }
  std::sort(found.begin(), found.end(), [&key](const v1::Link& a, const v1::Link& b) {
    return key(a.probability(), a.name()) < key(b.probability(), b.name());
  });
  return Page(std::move(found), limit);
}

absl::StatusOr<std::vector<v1::Link>> FakeReconciliationStore::LinksOf(const std::string& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return OfPlan(state_.links, plan);
}

absl::StatusOr<std::vector<v1::LinkageModelEdition>> FakeReconciliationStore::ModelsOf(const std::string& plan,
                                                                                       absl::Time) {
  absl::MutexLock lock(&mutex_);
  return state_.models[plan];
}

absl::StatusOr<ReconciliationTally> FakeReconciliationStore::Tally(const std::string& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  ReconciliationTally tally;
  for (const v1::Link& link : OfPlan(state_.links, plan)) ++tally.links[link.state()];
  for (const v1::Discrepancy& one : OfPlan(state_.discrepancies, plan)) {
    const bool open = one.state() == v1::DISCREPANCY_STATE_OPEN || one.state() == v1::DISCREPANCY_STATE_REFERRED;
    if (open) ++tally.open_discrepancies[one.rule()];
  }
  return tally;
}

absl::StatusOr<std::vector<std::string>> FakeReconciliationStore::PlansWithAgreements(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return plans_;
}

absl::StatusOr<int64_t> FakeReconciliationStore::NewestPosition(absl::Time) {
  absl::MutexLock lock(&mutex_);
  return position_;
}

absl::StatusOr<std::vector<v1::DiscrepancyRuleStatus>> FakeReconciliationStore::RulesOf(const std::string& plan,
                                                                                        absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = state_.rules.find(plan);
  return found == state_.rules.end() ? std::vector<v1::DiscrepancyRuleStatus>() : found->second;
}

absl::StatusOr<ReconciliationMark> FakeReconciliationStore::FindMark(const std::string& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto found = state_.marks.find(plan);
  return found == state_.marks.end() ? ReconciliationMark() : found->second;
}

void FakeReconciliationStore::SetPlans(std::vector<std::string> plans, int64_t position) {
  absl::MutexLock lock(&mutex_);
  plans_ = std::move(plans);
  position_ = position;
}

std::vector<std::string> FakeReconciliationStore::saved() const {
  absl::MutexLock lock(&mutex_);
  return state_.saved;
}

}  // namespace lianfang::exchange
