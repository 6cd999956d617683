// The store in PostgreSQL.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_PG_EVALUATION_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_PG_EVALUATION_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "services/evaluation/store/evaluation_store.h"

namespace lianfang::evaluation {

class PgEvaluationStore : public EvaluationStore {
 public:
  // `pool` outlives the store.
  explicit PgEvaluationStore(PgPool& pool) : pool_(pool) {}

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

 private:
  PgPool& pool_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_PG_EVALUATION_STORE_H_
