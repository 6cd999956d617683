// How reconciliation reads records: in the clear, inside this process, and only what agreements give it.
//
//   int64_t position = kept;                                   // the follower's own
//   auto page = reading.ReadAfter(position, 1000, deadline);   // every version, in the order of its commit
//   auto open = reading.AgreementsInForce("plans/gaoping-2021-2025", v1::PURPOSE_RECONCILIATION, now, deadline);
//
// Nothing read here leaves the process unfiltered: an agreement's filter (domain/agreement/filter.h) is applied before a record or a
// value of it is answered to anybody.
#ifndef LIANFANG_SERVICES_EXCHANGE_STORE_RECORD_READING_H_
#define LIANFANG_SERVICES_EXCHANGE_STORE_RECORD_READING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/agreement.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::exchange {

// A version in the clear.
struct PlacedVersion {
  int64_t position = 0;  // from 1, in the order of commits, without gaps
  v1::Record record;     // with name, owner and output fields; a withdrawn one without content
  bool newest = true;    // no later version of the record was stored when it was read
};

// Which records; an empty member does not restrict.
struct RecordSelection {
  v1::RecordKind kind = v1::RECORD_KIND_UNSPECIFIED;
  std::string owner_region;      // exactly
  std::string owner_department;  // exactly
  std::string region_prefix;     // of where it happened: common/division.h, DivisionPrefix
};

// An agreement's edition in force.
struct AgreementInForce {
  std::string name;  // `plans/{plan}/agreements/{agreement}/editions/{edition}`
  v1::AgreementTerms terms;
};

// Thread-safe. Every call: UNAVAILABLE while the store is away, DEADLINE_EXCEEDED; DATA_LOSS with the reason FIELD_KEY_MISSING where
// the key ring lacks the key of a record that is read.
class RecordReading {
 public:
  virtual ~RecordReading() = default;

  // At most `limit` versions after `position`, in order, whatever their kind and owner. Whoever has read up to a position has missed nothing before it.
  virtual absl::StatusOr<std::vector<PlacedVersion>> ReadAfter(int64_t position, int limit, absl::Time deadline) = 0;

  // Newest versions of the records selected, withdrawn ones included, by name and after `after_name`; at most `limit`.
  virtual absl::StatusOr<std::vector<PlacedVersion>> ReadNewest(const RecordSelection& selection,
                                                                const std::string& after_name, int limit,
                                                                absl::Time deadline) = 0;

  // A version of a record, by `records/{kind}/{record}`; 0: the newest. Nothing when there is none.
  virtual absl::StatusOr<std::optional<PlacedVersion>> FindVersion(const std::string& name, int64_t version,
                                                                   absl::Time deadline) = 0;

  // All versions of these records, each `records/{kind}/{record}`: by name, oldest first. They are in memory together.
  virtual absl::StatusOr<std::vector<PlacedVersion>> ReadVersionsOf(const std::vector<std::string>& names,
                                                                    absl::Time deadline) = 0;

  // Agreements of a plan that are in force at an instant and name the purpose; by name.
  virtual absl::StatusOr<std::vector<AgreementInForce>> AgreementsInForce(const std::string& plan, v1::Purpose purpose,
                                                                          absl::Time now, absl::Time deadline) = 0;
};

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_STORE_RECORD_READING_H_
