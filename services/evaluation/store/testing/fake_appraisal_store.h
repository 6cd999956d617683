// Concealments and editions in memory, for unit tests.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_APPRAISAL_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_APPRAISAL_STORE_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/testing/request_memory.h"
#include "services/evaluation/store/appraisal_store.h"

namespace lianfang::evaluation {

// Thread-safe.
class FakeAppraisalStore : public AppraisalStore {
 public:
  absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Concealment>> LoadConcealments(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::Concealment>> LoadConcealment(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::AppraisalEdition>> LoadEdition(const ScorecardName& scorecard, int number,
                                                                  absl::Time as_of, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::AppraisalEdition>> ListEditions(const ScorecardName& scorecard, int before, int limit,
                                                                 absl::Time deadline) override;

  // Audit rows so far: resource and detail.
  std::vector<std::string> audit() const;

 private:
  struct State {
    std::map<std::string, v1::Concealment> concealments;                  // by name
    std::map<std::string, std::map<int, v1::AppraisalEdition>> editions;  // by scorecard and number
  };
  class Rows;

  mutable absl::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_);
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> audit_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_TESTING_FAKE_APPRAISAL_STORE_H_
