// Experts, engagements and draws in PostgreSQL.
#ifndef LIANFANG_SERVICES_EXPERT_STORE_PG_EXPERT_STORE_H_
#define LIANFANG_SERVICES_EXPERT_STORE_PG_EXPERT_STORE_H_

#include "common/pg/pool.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// Refers to the pool.
class PgExpertStore : public ExpertStore {
 public:
  explicit PgExpertStore(PgPool& pool) : pool_(pool) {}

  absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Read(const std::function<absl::Status(ExpertRows&)>& work, absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<RankedExpert>> ListExperts(const ExpertFilter& filter, const ExpertPage& page,
                                                        absl::Time deadline) override;
  absl::StatusOr<std::vector<EngagementRecord>> ListEngagements(const EngagementFilter& filter,
                                                                const EngagementPage& page,
                                                                absl::Time deadline) override;
  absl::StatusOr<std::vector<std::string>> ListExpired(absl::Time now, int limit, absl::Time deadline) override;
  absl::StatusOr<std::vector<Untold>> ListUntold(absl::Time now, int limit, absl::Time deadline) override;
  absl::Status MarkTold(const Untold& told, const std::string& delivery, absl::Time now, absl::Time deadline) override;
  absl::Status MarkUntold(const Untold& untold, absl::Time next, absl::Time deadline) override;
  absl::StatusOr<std::vector<Settled>> ListSettled(int limit, absl::Time deadline) override;
  absl::Status MarkNoted(const Settled& settled, absl::Time deadline) override;
  absl::StatusOr<std::string> LoadCursor(absl::Time deadline) override;
  absl::Status SaveDelivery(const std::optional<DeliveryRecord>& delivery, const std::string& after,
                            const std::string& cursor, absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_PG_EXPERT_STORE_H_
