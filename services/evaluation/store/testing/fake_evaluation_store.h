// The store in memory, for unit tests.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_EVALUATION_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_EVALUATION_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

class FakeEvaluationStore : public EvaluationStore {
 public:
  absl::StatusOr<std::string> LoadCursor(Stream stream, absl::Time deadline) override;
  absl::Status SaveChange(Stream stream, const std::string& after, const ReceivedChange& change,
                          absl::Time deadline) override;
  absl::Status SaveCursor(Stream stream, const std::string& after, const std::string& cursor,
                          absl::Time deadline) override;
  absl::StatusOr<std::vector<SavedChange>> LoadChanges(Stream stream, int64_t after, int limit,
                                                       absl::Time deadline) override;
  absl::StatusOr<std::string> LoadDutyCursor(const std::string& source, absl::Time deadline) override;
  absl::Status SaveDuties(const ReceivedDuties& received, const std::string& after, const std::string& cursor,
                          absl::Time deadline) override;
  absl::Status MoveDutyCursor(const std::string& source, const std::string& after, const std::string& cursor,
                              absl::Time deadline) override;
  absl::StatusOr<std::vector<duty::v1::Duty>> LoadDuties(const std::string& plan, const std::string& region,
                                                         absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<std::vector<type::v1::Plan>> LoadNewestPlans(absl::Time deadline) override;
  absl::StatusOr<PlanState> LoadPlanState(const std::string& plan, absl::Time as_of, absl::Time deadline) override;
  absl::StatusOr<int64_t> SaveEvaluations(const std::string& plan, const std::vector<NewEvaluation>& evaluations,
                                          absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<KeptEvaluation>> LoadLastEvaluations(const std::string& plan,
                                                                  absl::Time deadline) override;
  absl::StatusOr<std::vector<KeptEvaluation>> ListEvaluations(const EvaluationFilter& filter, int limit,
                                                              absl::Time deadline) override;
  absl::StatusOr<v1::Evaluation> GetEvaluation(const ScorecardName& scorecard, int64_t number,
                                               absl::Time deadline) override;

  // Called once, at the start of the next LoadLastEvaluations: what another replica does meanwhile.
  std::function<void()> before_loading_evaluations;

  // The earliest deadline that what evaluations need was asked with since the last time; infinite: none was.
  absl::Time TakeEarliestDeadline() {
    absl::MutexLock lock(&mutex_);
    return std::exchange(earliest_deadline_, absl::InfiniteFuture());
  }

 private:
  absl::Status MoveLocked(const std::string& source, const std::string& after, const std::string& cursor)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Whether what follows `after` is next.
  absl::StatusOr<bool> IsNext(Stream stream, const std::string& after, const std::string& cursor)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  absl::Mutex mutex_;
  std::map<Stream, std::vector<ReceivedChange>> changes_ ABSL_GUARDED_BY(mutex_);
  std::map<Stream, std::string> cursors_ ABSL_GUARDED_BY(mutex_);
  std::vector<NewEvaluation> evaluations_ ABSL_GUARDED_BY(mutex_);  // their numbers are their places, from 1
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, std::string> duty_cursors_ ABSL_GUARDED_BY(mutex_);  // by source
  std::map<std::pair<std::string, std::string>, std::vector<duty::v1::Duty>> duties_
      ABSL_GUARDED_BY(mutex_);  // by source and resource
  absl::Time earliest_deadline_ ABSL_GUARDED_BY(mutex_) = absl::InfiniteFuture();
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_EVALUATION_STORE_H_
