// Where records, agreements, and the reads of records are kept. Content of records comes and goes sealed; sealed_records.h opens it.
//
//   absl::Status status = store.Publish(key, now, [&](ExchangeTransaction& rows) -> absl::StatusOr<Outcome> {
//     const auto known = rows.LockRecords(wanted);                       // load
//     …                                                                  // decide (domain/record/versions.h)
//     rows.InsertVersions(std::move(versions));                          // save
//     return Outcome{"", "", "published 500 of kind person"};
//   }, deadline);
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_EXCHANGE_STORE_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_EXCHANGE_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/field_cipher.h"
#include "common/following/plan_editions.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "lianfang/audit/v1/audit.pb.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/exchange/v1/figure.pb.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "services/exchange/domain/reading/suppression.h"
#include "services/exchange/domain/record/versions.h"

namespace lianfang::exchange {

// Topics of the changelog: a record version was stored; an agreement changed. What has changed is read from the tables.
inline constexpr char kRecordsTopic[] = "records";
inline constexpr char kAgreementsTopic[] = "agreements";

// The algorithm that content is sealed with: AES-256-GCM (common/field_cipher.h).
inline constexpr int kSealedWithAesGcm = 1;

// A version as stored.
struct StoredVersion {
  int64_t position = 0;  // from 1, in the order of commits, without gaps
  std::string name;      // `records/{kind}/{record}`
  int64_t version = 0;
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  std::string owner_region;
  std::string owner_department;
  std::string region;
  std::string industry;
  bool withdrawn = false;
  bool newest = true;
  std::optional<absl::CivilDay> day;
  std::string credit_code;
  std::vector<std::string> persons;  // keyed fingerprints of ID numbers
  std::string casualties;            // RecordFacts
  std::string content_hash;          // keyed
  absl::Time publish_time;
  int algorithm = kSealedWithAesGcm;
  SealedField sealed;
  // Of the version before; nothing where it is the first. Set by ListVersionsAfter alone.
  std::optional<std::pair<std::string, std::string>> region_and_industry_before = std::nullopt;
};

// Which records, each in its newest version. An empty member does not restrict, but for the kind.
struct RecordFilter {
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  std::string owner_region;
  std::string owner_department;              // given exactly where the region is
  std::vector<std::string> region_prefixes;  // one of them
  std::vector<std::string> industries;       // one of them
  std::string region_prefix;                 // and this one
  std::string industry;                      // and this one
  std::string credit_code;
  std::string person;  // keyed fingerprint
  std::optional<absl::CivilDay> from_day;
  std::optional<absl::CivilDay> until_day;  // exclusive
  bool with_withdrawn = false;
};

// A read of a record, as the owner is shown it.
struct ReadRow {
  int64_t id = 0;  // given by the store
  v1::RecordRead read;
  std::string reader_region;
  std::string reader_department;
};

// Which reads; an empty member does not restrict.
struct ReadFilter {
  std::string owner_region_prefix;
  std::string owner_region;
  std::string owner_department;
  std::string record;  // `records/{kind}/{record}`
  std::string reader_department;
  absl::Time from = absl::InfinitePast();
  absl::Time until = absl::InfiniteFuture();
  bool revealed_only = false;
};

using KnownRecords = std::map<std::string, KnownRecord>;

// A department that keeps the register of employers, by an agreement on that.
struct RegisterKeeper {
  std::string owner_region;
  std::string owner_department;
  std::vector<std::string> region_prefixes;  // of the employers; empty: all
  std::vector<std::string> industries;       // of the employers; empty: all
};

// Rows that may be changed. Used within one call, on its thread. A fault of the database ends that call.
class ExchangeTransaction {
 public:
  virtual ~ExchangeTransaction() = default;

  // Waits until nobody else publishes, until the end of the transaction, and answers what is stored of the records named with the version
  // offered of each: that version, the newest one, and its counts. Before InsertVersions, with every record that it adds to.
  virtual KnownRecords LockRecords(const std::vector<std::pair<std::string, int64_t>>& wanted) = 0;
  // Adds versions, each above what is stored of its record, and gives them their positions. Theirs are the newest now.
  virtual void InsertVersions(std::vector<StoredVersion> versions) = 0;

  // What is found stays as it is for others until the transaction ends.
  virtual std::optional<v1::Agreement> FindAgreement(const std::string& name) = 0;
  // Inserts or replaces.
  virtual void SaveAgreement(const v1::Agreement& agreement) = 0;

  virtual std::optional<v1::FigureDefinitions> FindDefinitions(const std::string& plan) = 0;
  virtual void SaveDefinitions(const std::string& plan, const v1::FigureDefinitions& definitions) = 0;
};

// Thread-safe. Every call: UNAVAILABLE while the store is away, DEADLINE_EXCEEDED.
class ExchangeStore : public PlanStore {
 public:
  using Work = std::function<absl::StatusOr<Outcome>(ExchangeTransaction&)>;

  // Runs `work` in one transaction with its audit row, and answers its response; the repeat of a key answers the first one without running
  // it, and the key with another content is INVALID_ARGUMENT. What `work` refuses leaves nothing. Without a key everything is rolled back:
  // a rehearsal. `work` may run more than once.
  virtual absl::StatusOr<std::string> Mutate(const std::optional<RequestKey>& key, absl::Time now, const Work& work,
                                             absl::Time deadline) = 0;
  // The same without keeping the response: for work whose repetition changes nothing. The key is for the audit row alone.
  virtual absl::Status Publish(const RequestKey& key, absl::Time now, const Work& work, absl::Time deadline) = 0;
  // Adds an audit row for something that changed nothing: a refusal, a rehearsal.
  virtual absl::Status Audit(const RequestRecord& record, absl::Time now, absl::Time deadline) = 0;

  // Versions after a position, in order; at most `limit`.
  virtual absl::StatusOr<std::vector<StoredVersion>> ListVersionsAfter(int64_t position, int limit,
                                                                       absl::Time deadline) = 0;
  // The version at a position; nothing when there is none.
  virtual absl::StatusOr<std::optional<StoredVersion>> FindAtPosition(int64_t position, absl::Time deadline) = 0;
  // A version of a record; 0: the newest.
  virtual absl::StatusOr<std::optional<StoredVersion>> FindVersion(const std::string& name, int64_t version,
                                                                   absl::Time deadline) = 0;
  // All versions of these records, by name, oldest first.
  virtual absl::StatusOr<std::vector<StoredVersion>> ListVersionsOf(const std::vector<std::string>& names,
                                                                    absl::Time deadline) = 0;
  // By name, after `after_name`; at most `limit`.
  virtual absl::StatusOr<std::vector<StoredVersion>> ListRecords(const RecordFilter& filter,
                                                                 const std::string& after_name, int limit,
                                                                 absl::Time deadline) = 0;
  // How many there are of each month, and of each industry or region where they are grouped by it; in their order.
  virtual absl::StatusOr<CountCells> CountRecords(const RecordFilter& filter, v1::RecordGrouping grouping,
                                                  absl::Time deadline) = 0;
  // Employers of the region that are not withdrawn, one for each credit code after `after_code`, where that is of the industry; at most
  // `limit`. Of several records with a code it is a keeper's, or the one whose first version was published first.
  virtual absl::StatusOr<std::vector<StoredVersion>> ListEmployers(const std::string& region_prefix,
                                                                   const std::string& industry,
                                                                   const std::vector<RegisterKeeper>& keepers,
                                                                   const std::string& after_code, int limit,
                                                                   absl::Time deadline) = 0;
  // All records of employers with a credit code in the region that are not withdrawn, the register's first; at most `limit`.
  virtual absl::StatusOr<std::vector<StoredVersion>> FindEmployers(const std::string& region_prefix,
                                                                   const std::string& code,
                                                                   const std::vector<RegisterKeeper>& keepers,
                                                                   int limit, absl::Time deadline) = 0;

  // Versions that another key or algorithm has sealed than this one, by position after `after`; at most `limit`.
  virtual absl::StatusOr<std::vector<StoredVersion>> ListSealedOtherwise(const std::string& key_id, int64_t after,
                                                                         int limit, absl::Time deadline) = 0;
  // Replaces the sealed content of the version at a position, where it is still what `before` says; other replicas may have.
  virtual absl::Status Reseal(int64_t position, const SealedField& before, const SealedField& after,
                              absl::Time deadline) = 0;

  // Stores reads with one row of the audit's chain, or neither. Without reads, that row alone.
  virtual absl::Status LogReads(const std::vector<ReadRow>& reads, const audit::v1::AuditEvent& event,
                                absl::Time deadline) = 0;
  // Newest first, below `before_id` (0: from the newest); at most `limit`.
  virtual absl::StatusOr<std::vector<ReadRow>> ListReads(const ReadFilter& filter, int64_t before_id, int limit,
                                                         absl::Time deadline) = 0;

  virtual absl::StatusOr<std::optional<v1::Agreement>> FindAgreement(const std::string& name, absl::Time deadline) = 0;
  // All of a plan, or of all plans where it is empty, by name.
  virtual absl::StatusOr<std::vector<v1::Agreement>> ListAgreements(const std::string& plan, absl::Time deadline) = 0;
  virtual absl::StatusOr<std::optional<v1::FigureDefinitions>> FindDefinitions(const std::string& plan,
                                                                               absl::Time deadline) = 0;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_EXCHANGE_STORE_H_
