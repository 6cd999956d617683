// Returns as reconciliation looks at them: what a department stated, for which row, and when.
#ifndef LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RETURN_FACTS_H_
#define LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RETURN_FACTS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/exchange/v1/record.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"

namespace lianfang::exchange {

// The revision of a return that is in force.
struct FiledReturn {
  std::string revision;   // `plans/{plan}/returns/{return}/revisions/{revision}`
  v1::RecordOwner owner;  // who owes it, and whose records it is held against
  std::string region;     // reported on
  std::string industry;
  std::string period;
  absl::Time filed;                        // when it arrived
  std::map<std::string, int64_t> numbers;  // by figure; what does not apply is left out
};

// Returns of which a revision is in force: filed and neither sent back, withdrawn nor unsigned. A return whose obligation is not among those
// given is left out: it is read with the next run.
std::vector<FiledReturn> ReturnsInForce(const std::vector<submission::v1::Obligation>& obligations,
                                        const std::vector<submission::v1::Return>& returns);

// `plans/{plan}/returns/{return}`.
std::string ReturnNameOf(const FiledReturn& filed);

// Versions of accidents, oldest first, by `records/accident/{record}`.
using VersionHistories = std::map<std::string, std::vector<v1::Record>>;

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_DOMAIN_RECONCILIATION_RETURN_FACTS_H_
