// Concealments and editions in PostgreSQL.
#ifndef LIANFANG_SERVICES_EVALUATION_STORE_PG_APPRAISAL_STORE_H_
#define LIANFANG_SERVICES_EVALUATION_STORE_PG_APPRAISAL_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "services/evaluation/store/appraisal_store.h"

namespace lianfang::evaluation {

class PgAppraisalStore : public AppraisalStore {
 public:
  // `pool` outlives the store.
  explicit PgAppraisalStore(PgPool& pool) : pool_(pool) {}

  absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Concealment>> LoadConcealments(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::Concealment>> LoadConcealment(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::AppraisalEdition>> LoadEdition(const ScorecardName& scorecard, int number,
                                                                  absl::Time as_of, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::AppraisalEdition>> ListEditions(const ScorecardName& scorecard, int before, int limit,
                                                                 absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_STORE_PG_APPRAISAL_STORE_H_
