// Records, agreements and reads in PostgreSQL.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_PG_EXCHANGE_STORE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_PG_EXCHANGE_STORE_H_

#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "services/exchange/store/exchange_store.h"

namespace lianfang::exchange {

// Refers to the pool.
class PgExchangeStore : public ExchangeStore {
 public:
  explicit PgExchangeStore(PgPool& pool) : pool_(pool) {}

  absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                     absl::Time deadline) override;
  absl::Status Publish(const RequestKey& key, absl::Time now, const Work& work, absl::Time deadline) override;
  absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredVersion>> ListVersionsAfter(int64_t position, int limit,
                                                               absl::Time deadline) override;
  absl::StatusOr<std::optional<StoredVersion>> FindAtPosition(int64_t position, absl::Time deadline) override;
  absl::StatusOr<std::optional<StoredVersion>> FindVersion(const std::string& name, int64_t version,
                                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredVersion>> ListVersionsOf(const std::vector<std::string>& names,
                                                            absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredVersion>> ListRecords(const RecordFilter& filter, const std::string& after_name,
                                                         int limit, absl::Time deadline) override;
  absl::StatusOr<CountCells> CountRecords(const RecordFilter& filter, v1::RecordGrouping grouping,
                                          absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredVersion>> ListEmployers(const std::string& region_prefix,
                                                           const std::string& industry,
                                                           const std::vector<RegisterKeeper>& keepers,
                                                           const std::string& after_code, int limit,
                                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredVersion>> FindEmployers(const std::string& region_prefix, const std::string& code,
                                                           const std::vector<RegisterKeeper>& keepers, int limit,
                                                           absl::Time deadline) override;
  absl::StatusOr<std::vector<StoredVersion>> ListSealedOtherwise(const std::string& key_id, int64_t after, int limit,
                                                                 absl::Time deadline) override;
  absl::Status Reseal(int64_t position, const SealedField& before, const SealedField& after,
                      absl::Time deadline) override;
  absl::Status LogReads(const std::vector<ReadRow>& reads, const audit::v1::AuditEvent& event,
                        absl::Time deadline) override;
  absl::StatusOr<std::vector<ReadRow>> ListReads(const ReadFilter& filter, int64_t before_id, int limit,
                                                 absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::Agreement>> FindAgreement(const std::string& name, absl::Time deadline) override;
  absl::StatusOr<std::vector<v1::Agreement>> ListAgreements(const std::string& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<v1::FigureDefinitions>> FindDefinitions(const std::string& plan,
                                                                       absl::Time deadline) override;
  absl::Status SavePlan(const type::v1::Plan& plan, absl::Time deadline) override;
  absl::StatusOr<std::optional<type::v1::Plan>> FindPlan(const std::string& name, int edition,
                                                         absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_PG_EXCHANGE_STORE_H_
