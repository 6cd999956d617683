// The store in memory, for unit tests.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_EVALUATION_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_EVALUATION_STORE_H_

#include <map>
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
  absl::StatusOr<bool> HasPlan(const std::string& plan, int edition, absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<PlanState> LoadPlanState(const std::string& plan, absl::Time as_of, absl::Time deadline) override;

 private:
  absl::Mutex mutex_;
  std::map<Stream, std::vector<ReceivedChange>> changes_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_EVALUATION_STORE_H_
