// Documents in PostgreSQL.
#ifndef LIANFANG_SERVICES_COORDINATION_STORE_PG_COORDINATION_STORE_H_
#define LIANFANG_SERVICES_COORDINATION_STORE_PG_COORDINATION_STORE_H_

#include "common/pg/pool.h"
#include "services/coordination/store/coordination_store.h"

namespace lianfang::coordination {

// Refers to the pool.
class PgCoordinationStore : public CoordinationStore {
 public:
  explicit PgCoordinationStore(PgPool& pool) : pool_(pool) {}

  absl::StatusOr<std::string> Mutate(const RequestKey& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Read(const std::function<absl::Status(CoordinationRows&)>& work, absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<std::string>> PlansOfUnusedFiles(absl::Time deadline) override;
  absl::Status KeepFiles(const std::vector<std::string>& names, absl::Time deadline) override;
  absl::StatusOr<int> DropUnusedFiles(absl::Time before, int most, absl::Time deadline) override;
  absl::StatusOr<std::vector<Document>> List(const DocumentFilter& filter, const DocumentPage& page,
                                             absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_STORE_PG_COORDINATION_STORE_H_
