// Records, agreements and reads in memory, for tests of handlers. Keeps the same promises as PostgreSQL: one conformance suite checks both.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_FAKE_EXCHANGE_STORE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_FAKE_EXCHANGE_STORE_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/change.h"
#include "common/testing/request_memory.h"
#include "services/exchange/store/exchange_store.h"

namespace lianfang::exchange {

class FakeExchangeStore : public ExchangeStore {
 public:
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

  // Audit rows so far: method's last word, resource, detail.
  std::vector<std::string> audit() const;
  // Rows of the journal of reads so far: resource, purpose, detail.
  std::vector<std::string> audited_reads() const;
  // What changed so far, as the changelog keeps it.
  std::vector<Change> changes() const;
  // Of the last Publish.
  absl::Time publish_deadline() const;
  // Every call fails with UNAVAILABLE from now on, or no longer.
  void SetAway(bool away);

 private:
  // What a transaction may change; a copy of it is a transaction's way back.
  struct State {
    std::vector<StoredVersion> versions;  // by position, from 1
    std::map<std::string, v1::Agreement> agreements;
    std::map<std::string, v1::FigureDefinitions> definitions;
    std::vector<Change> changes;
  };
  class Rows;

  absl::Status Reachable() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<StoredVersion> Select(const RecordFilter& filter) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::vector<StoredVersion> Register(const std::string& region_prefix,
                                      const std::vector<RegisterKeeper>& keepers) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  bool away_ ABSL_GUARDED_BY(mutex_) = false;
  State state_ ABSL_GUARDED_BY(mutex_);
  absl::Time publish_deadline_ ABSL_GUARDED_BY(mutex_);
  std::vector<ReadRow> reads_ ABSL_GUARDED_BY(mutex_);
  RequestMemory requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> audit_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::string> audited_reads_ ABSL_GUARDED_BY(mutex_);
  std::map<std::pair<std::string, int>, type::v1::Plan> plans_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_TESTING_FAKE_EXCHANGE_STORE_H_
