// Which offered versions of records are stored, and which are not. Pure: the same for every store.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_VERSIONS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_VERSIONS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace lianfang::exchange {

// A version as its owner offers it.
struct OfferedVersion {
  std::string record;  // `records/{kind}/{record}`
  int64_t version = 0;
  std::string content_hash;
  std::string casualties;  // as in RecordFacts
  absl::Time casualties_final = absl::InfiniteFuture();
  bool has_reason = false;
};

// What is stored of a record.
struct KnownRecord {
  std::map<int64_t, std::string> hashes;  // by version; of those asked for, and of the newest
  std::string casualties;                 // of the newest version
};

enum class VersionVerdict { kNew, kUnchanged, kRefused };

struct VersionDecision {
  VersionVerdict verdict;
  absl::Status refusal;  // FAILED_PRECONDITION with reason VERSION_GOES_BACKWARDS, VERSION_DIFFERS or CASUALTIES_FINAL
  int64_t newest = 0;    // the newest version stored thereafter; 0 for a refusal
};

// One decision for each offered version, in order. Those before count as stored for those after. `known` has every record of which
// something is stored.
std::vector<VersionDecision> DecideVersions(const std::vector<OfferedVersion>& offered,
                                            std::map<std::string, KnownRecord> known, absl::Time now);

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECORD_VERSIONS_H_
