#include "services/evaluation/store/testing/fake_evaluation_store.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/division.h"
#include "common/time.h"
#include "services/evaluation/domain/outlook/punctuality.h"
#include "services/evaluation/domain/request/names.h"

namespace lianfang::evaluation {
namespace {

// Takes in the changes of a plan up to `as_of`, and answers the newest of their times.
template <typename Message>
absl::Time Replay(const std::vector<ReceivedChange>& changes, const std::string& plan, absl::Time as_of,
                  Filings& filings) {
  absl::Time newest = absl::InfinitePast();
  for (const ReceivedChange& change : changes) {
    if (change.plan != plan || change.commit_time > as_of) continue;
    Message message;
    message.ParseFromString(change.document);
    filings.Put(std::move(message));
    newest = std::max(newest, change.commit_time);
  }
  return newest;
}

// What names a result: its scorecard, industry and indicator.
auto ResultOf(const v1::Evaluation& evaluation) {
  return std::make_tuple(evaluation.name(), evaluation.result().industry(), evaluation.result().indicator());
}

KeptEvaluation Kept(const std::vector<NewEvaluation>& evaluations, size_t index) {
  KeptEvaluation kept = {static_cast<int64_t>(index) + 1, evaluations[index].evaluation};
  kept.evaluation.set_name(FormatEvaluationName(kept.evaluation.name(), kept.number));
  return kept;
}

}  // namespace

absl::StatusOr<std::string> FakeEvaluationStore::LoadCursor(Stream stream, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return cursors_[stream];
}

absl::StatusOr<bool> FakeEvaluationStore::IsNext(Stream stream, const std::string& after, const std::string& cursor) {
  if (cursors_[stream] == cursor) return false;
  if (cursors_[stream] == after) return true;
  return absl::AbortedError("the stream has been received up to another change");
}

absl::Status FakeEvaluationStore::SaveChange(Stream stream, const std::string& after, const ReceivedChange& change,
                                             absl::Time) {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<bool> next = IsNext(stream, after, change.cursor);
  if (!next.ok() || !*next) return next.status();
  changes_[stream].push_back(change);
  cursors_[stream] = change.cursor;
  return absl::OkStatus();
}

absl::Status FakeEvaluationStore::SaveCursor(Stream stream, const std::string& after, const std::string& cursor,
                                             absl::Time) {
  absl::MutexLock lock(&mutex_);
  const absl::StatusOr<bool> next = IsNext(stream, after, cursor);
  if (!next.ok() || !*next) return next.status();
  cursors_[stream] = cursor;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<SavedChange>> FakeEvaluationStore::LoadChanges(Stream stream, int64_t after, int limit,
                                                                          absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  earliest_deadline_ = std::min(earliest_deadline_, deadline);
  const std::vector<ReceivedChange>& changes = changes_[stream];
  std::map<std::string, size_t> last;
  for (size_t i = 0; i < changes.size(); ++i) last[changes[i].obligation] = i;
  std::vector<SavedChange> saved;
  for (size_t i = static_cast<size_t>(after); i < changes.size(); ++i) {
    if (after == 0 && last[changes[i].obligation] != i) continue;
    if (after != 0 && saved.size() == static_cast<size_t>(limit)) break;
    saved.push_back({static_cast<int64_t>(i) + 1, changes[i].plan, changes[i].document, changes[i].commit_time});
  }
  return saved;
}

absl::StatusOr<std::string> FakeEvaluationStore::LoadDutyCursor(const std::string& source, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return duty_cursors_[source];
}

absl::Status FakeEvaluationStore::MoveLocked(const std::string& source, const std::string& after,
                                             const std::string& cursor) {
  if (duty_cursors_[source] != after) return absl::AbortedError("the stream has been received up to another change");
  duty_cursors_[source] = cursor;
  return absl::OkStatus();
}

absl::Status FakeEvaluationStore::SaveDuties(const ReceivedDuties& received, const std::string& after,
                                             const std::string& cursor, absl::Time) {
  absl::MutexLock lock(&mutex_);
  if (absl::Status moved = MoveLocked(received.source, after, cursor); !moved.ok()) return moved;
  std::vector<duty::v1::Duty>& kept = duties_[{received.source, received.resource}];
  kept.clear();
  for (const duty::v1::Duty& duty : received.duties) kept.push_back(CountedPart(duty));
  return absl::OkStatus();
}

absl::Status FakeEvaluationStore::MoveDutyCursor(const std::string& source, const std::string& after,
                                                 const std::string& cursor, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return MoveLocked(source, after, cursor);
}

absl::StatusOr<std::vector<duty::v1::Duty>> FakeEvaluationStore::LoadDuties(const std::string& plan,
                                                                            const std::string& region, absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<duty::v1::Duty> found;
  for (const auto& [resource, duties] : duties_) {
    absl::c_copy_if(duties, std::back_inserter(found), [&](const duty::v1::Duty& duty) {
      return PlanIdOf(duty.plan()) == plan && DivisionCovers(region, duty.region());
    });
  }
  return found;
}

absl::StatusOr<std::optional<type::v1::Plan>> FakeEvaluationStore::FindPlan(const std::string& name, int edition,
                                                                            absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::optional<type::v1::Plan> found;
  for (const auto& [key, plan] : plans_) {  // ascending, so the newest one wins
    if (plan.name() == name && (edition == 0 || plan.edition() == edition)) found = plan;
  }
  return found;
}

absl::Status FakeEvaluationStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.emplace(std::make_pair(PlanIdOf(plan.name()), plan.edition()), plan);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<type::v1::Plan>> FakeEvaluationStore::LoadNewestPlans(absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::map<std::string, type::v1::Plan> newest;
  for (const auto& [key, edition] : plans_) newest[key.first] = edition;  // ascending, so the last one wins
  std::vector<type::v1::Plan> plans;
  for (const auto& [id, plan] : newest) plans.push_back(plan);
  return plans;
}

absl::StatusOr<PlanState> FakeEvaluationStore::LoadPlanState(const std::string& plan, absl::Time as_of, absl::Time) {
  absl::MutexLock lock(&mutex_);
  PlanState state;
  for (const auto& [key, edition] : plans_) {  // ascending, so the last one wins
    if (key.first != plan || FromTimestamp(edition.update_time()) > as_of) continue;
    state.plan = std::make_shared<const type::v1::Plan>(edition);
  }
  if (state.plan == nullptr) return state;
  state.obligations_received_time =
      Replay<submission::v1::Obligation>(changes_[Stream::kObligations], plan, as_of, state.filings);
  state.returns_received_time = Replay<submission::v1::Return>(changes_[Stream::kReturns], plan, as_of, state.filings);
  return state;
}

absl::StatusOr<int64_t> FakeEvaluationStore::SaveEvaluations(const std::string&,
                                                             const std::vector<NewEvaluation>& evaluations, absl::Time,
                                                             absl::Time deadline) {
  absl::MutexLock lock(&mutex_);
  earliest_deadline_ = std::min(earliest_deadline_, deadline);
  std::vector<NewEvaluation> next = evaluations_;
  for (const NewEvaluation& each : evaluations) {
    const bool taken = absl::c_any_of(next, [&each](const NewEvaluation& kept) {
      return ResultOf(kept.evaluation) == ResultOf(each.evaluation) && kept.after == each.after;
    });
    if (taken) return absl::AbortedError("another evaluation was first");
    next.push_back(each);
  }
  evaluations_ = std::move(next);
  return static_cast<int64_t>(evaluations_.size() - evaluations.size()) + 1;
}

absl::StatusOr<std::vector<KeptEvaluation>> FakeEvaluationStore::LoadLastEvaluations(const std::string& plan,
                                                                                     absl::Time deadline) {
  if (const auto meanwhile = std::exchange(before_loading_evaluations, nullptr)) meanwhile();
  absl::MutexLock lock(&mutex_);
  earliest_deadline_ = std::min(earliest_deadline_, deadline);
  std::map<decltype(ResultOf({})), KeptEvaluation> last;
  for (size_t i = 0; i < evaluations_.size(); ++i) {
    const v1::Evaluation& evaluation = evaluations_[i].evaluation;
    if (PlanIdOf(evaluation.name()) == plan) last[ResultOf(evaluation)] = Kept(evaluations_, i);
  }
  std::vector<KeptEvaluation> kept;
  for (const auto& [result, evaluation] : last) kept.push_back(evaluation);
  return kept;
}

absl::StatusOr<std::vector<KeptEvaluation>> FakeEvaluationStore::ListEvaluations(const EvaluationFilter& filter,
                                                                                 int limit, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const auto admits = [](const std::string& wanted, const std::string& id) { return wanted.empty() || wanted == id; };
  std::vector<KeptEvaluation> kept;
  for (size_t i = evaluations_.size(); i-- > 0 && kept.size() < static_cast<size_t>(limit);) {
    const v1::Evaluation& evaluation = evaluations_[i].evaluation;
    if (static_cast<int64_t>(i) + 1 < filter.before && evaluation.name() == FormatScorecardName(filter.scorecard) &&
        admits(filter.industry, evaluation.result().industry()) &&
        admits(filter.indicator, evaluation.result().indicator())) {
      kept.push_back(Kept(evaluations_, i));
    }
  }
  return kept;
}

absl::StatusOr<v1::Evaluation> FakeEvaluationStore::GetEvaluation(const ScorecardName& scorecard, int64_t number,
                                                                  absl::Time) {
  absl::MutexLock lock(&mutex_);
  const bool exists = number > 0 && number <= static_cast<int64_t>(evaluations_.size()) &&
                      evaluations_[static_cast<size_t>(number) - 1].evaluation.name() == FormatScorecardName(scorecard);
  if (!exists) return EvaluationNotFound(scorecard, number);
  return Kept(evaluations_, static_cast<size_t>(number) - 1).evaluation;
}

}  // namespace lianfang::evaluation
