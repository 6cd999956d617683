// The store in PostgreSQL.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_PG_EVALUATION_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_PG_EVALUATION_STORE_H_

#include <cstdint>
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
  absl::StatusOr<bool> HasPlan(const std::string& plan, int edition, absl::Time deadline) override;
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
