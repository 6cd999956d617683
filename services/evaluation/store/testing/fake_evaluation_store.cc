#include "services/evaluation/store/testing/fake_evaluation_store.h"

#include <algorithm>

#include "common/time.h"
#include "services/evaluation/domain/names.h"

namespace lianfang::evaluation {
namespace {

// The last change of each obligation up to `as_of`, parsed, and the newest of their times.
template <typename Message>
absl::Time LastChanges(const std::vector<ReceivedChange>& changes, const std::string& plan, absl::Time as_of,
                       std::vector<Message>& messages) {
  absl::Time newest = absl::InfinitePast();
  std::map<std::string, Message> last;
  for (const ReceivedChange& change : changes) {
    if (change.plan != plan || change.commit_time > as_of) continue;
    last[change.obligation].ParseFromString(change.document);
    newest = std::max(newest, change.commit_time);
  }
  for (const auto& [obligation, message] : last) messages.push_back(message);
  return newest;
}

}  // namespace

absl::StatusOr<std::string> FakeEvaluationStore::LoadCursor(Stream stream, absl::Time) {
  absl::MutexLock lock(&mutex_);
  const std::vector<ReceivedChange>& changes = changes_[stream];
  return changes.empty() ? std::string() : changes.back().cursor;
}

absl::Status FakeEvaluationStore::SaveChange(Stream stream, const std::string& after, const ReceivedChange& change,
                                             absl::Time) {
  absl::MutexLock lock(&mutex_);
  std::vector<ReceivedChange>& changes = changes_[stream];
  const std::string cursor = changes.empty() ? std::string() : changes.back().cursor;
  if (cursor == change.cursor) return absl::OkStatus();
  if (cursor != after) return absl::AbortedError("the stream has been received up to another change");
  changes.push_back(change);
  return absl::OkStatus();
}

absl::StatusOr<bool> FakeEvaluationStore::HasPlan(const std::string& plan, int edition, absl::Time) {
  absl::MutexLock lock(&mutex_);
  return plans_.contains({plan, edition});
}

absl::Status FakeEvaluationStore::SavePlan(const type::v1::Plan& plan, absl::Time) {
  absl::MutexLock lock(&mutex_);
  plans_.emplace(std::make_pair(PlanIdOf(plan.name()), plan.edition()), plan);
  return absl::OkStatus();
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
      LastChanges(changes_[Stream::kObligations], plan, as_of, state.knowledge.obligations);
  state.returns_received_time = LastChanges(changes_[Stream::kReturns], plan, as_of, state.knowledge.returns);
  return state;
}

}  // namespace lianfang::evaluation
