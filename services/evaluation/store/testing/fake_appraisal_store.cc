#include "services/evaluation/store/testing/fake_appraisal_store.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/evaluation/domain/appraisal/edition.h"

namespace lianfang::evaluation {
namespace {

std::vector<v1::Concealment> ConcealmentsOf(const std::map<std::string, v1::Concealment>& all,
                                            const std::string& plan) {
  std::vector<v1::Concealment> found;
  for (const auto& [name, concealment] : all) {
    if (PlanIdOf(name) == plan) found.push_back(concealment);
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
    return *FromDate(left.proven_date()) > *FromDate(right.proven_date());
  });
  return found;
}

}  // namespace

class FakeAppraisalStore::Rows : public AppraisalRows {
 public:
  explicit Rows(State& state) : state_(state) {}

  void LockPlan(const std::string&) override {}
  std::optional<v1::Concealment> FindConcealment(const std::string& name) override {
    const auto found = state_.concealments.find(name);
    return found == state_.concealments.end() ? std::nullopt : std::optional<v1::Concealment>(found->second);
  }
  std::vector<v1::Concealment> FindConcealments(const std::string& plan) override {
    return ConcealmentsOf(state_.concealments, plan);
  }
  void SaveConcealment(const v1::Concealment& concealment) override {
    state_.concealments[concealment.name()] = concealment;
  }
  int NewestEdition(const ScorecardName& scorecard) override {
    const auto& editions = state_.editions[FormatScorecardName(scorecard)];
    return editions.empty() ? 0 : editions.rbegin()->first;
  }
  void AddEdition(const v1::AppraisalEdition& edition) override {
    const auto name = ParseEditionName("name", edition.name());
    state_.editions[FormatScorecardName(name->scorecard)].emplace(name->number, edition);
  }

 private:
  State& state_;
};

absl::StatusOr<std::string> FakeAppraisalStore::Mutate(const std::optional<RequestKey>& key, absl::Time,
                                                       const Work& work, absl::Time) {
  absl::MutexLock lock(&mutex_);
  auto repeated = requests_.Find(key);
  if (!repeated.ok()) return repeated.status();
  if (repeated->has_value()) return **std::move(repeated);
  State changed = state_;
  Rows rows(changed);
  auto outcome = work(rows);
  if (!outcome.ok()) return outcome.status();
  if (!key.has_value()) return outcome->response;
  state_ = std::move(changed);
  requests_.Record(key, outcome->response);
  audit_.push_back(absl::StrCat(outcome->resource, ": ", outcome->detail));
  return outcome->response;
}

absl::Status FakeAppraisalStore::Audit(const RequestRecord& record, absl::Time, absl::Time) {
  absl::MutexLock lock(&mutex_);
  audit_.push_back(absl::StrCat(record.resource, ": ", record.detail));
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Concealment>> FakeAppraisalStore::LoadConcealments(const std::string& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return ConcealmentsOf(state_.concealments, plan);
}

absl::StatusOr<std::optional<v1::Concealment>> FakeAppraisalStore::LoadConcealment(const std::string& name,
                                                                                   absl::Time) {
  absl::MutexLock lock(&mutex_);
  return Rows(state_).FindConcealment(name);
}

absl::StatusOr<std::optional<v1::AppraisalEdition>> FakeAppraisalStore::LoadEdition(const ScorecardName& scorecard,
                                                                                    int number, absl::Time as_of,
                                                                                    absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::optional<v1::AppraisalEdition> found;
  for (const auto& [each, edition] : state_.editions[FormatScorecardName(scorecard)]) {
    const bool wanted = number == 0 ? FromTimestamp(edition.publish_time()) <= as_of : each == number;
    if (wanted) found = edition;
  }
  return found;
}

absl::StatusOr<std::vector<v1::AppraisalEdition>> FakeAppraisalStore::ListEditions(const ScorecardName& scorecard,
                                                                                   int before, int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<v1::AppraisalEdition> found;
  const auto& editions = state_.editions[FormatScorecardName(scorecard)];
  for (auto edition = editions.rbegin(); edition != editions.rend() && static_cast<int>(found.size()) < limit;
       ++edition) {
    if (edition->first < before) found.push_back(Head(edition->second));
  }
  return found;
}

std::vector<std::string> FakeAppraisalStore::audit() const {
  absl::MutexLock lock(&mutex_);
  return audit_;
}

}  // namespace lianfang::evaluation
