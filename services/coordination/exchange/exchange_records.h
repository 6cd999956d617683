// What this service asks of exchange: it publishes the attendance of trainings there, and reads the register of employers.
#ifndef LIANFANG_SERVICES_COORDINATION_EXCHANGE_EXCHANGE_RECORDS_H_
#define LIANFANG_SERVICES_COORDINATION_EXCHANGE_EXCHANGE_RECORDS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/exchange/v1/exchange_service.pb.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::coordination {

// The reason of a refusal where exchange has a newer version of a record than the one offered again; metadata `newest_version` says which, as in
// exchange's own refusals of versions.
inline constexpr char kSuperseded[] = "ATTENDANCE_SUPERSEDED";

// Thread-safe. UNAVAILABLE while exchange is away.
class ExchangeRecords {
 public:
  virtual ~ExchangeRecords() = default;

  // Publishes at most 500 records for the owners that they name. Answers for each, in their order, OK where it is the newest version there
  // now, or why it is not. A repeat under the same request id changes nothing; the same id for other records is INVALID_ARGUMENT.
  virtual absl::StatusOr<std::vector<absl::Status>> Publish(const std::vector<exchange::v1::Record>& records,
                                                            const std::string& request_id, absl::Time deadline) = 0;

  // Calls `take` with every employer of a region and those within it, by credit code, of one industry or, where that is empty, of all. Ends early
  // where `take` answers false.
  virtual absl::Status ReadEmployers(const std::string& region, const std::string& industry,
                                     const std::function<bool(const exchange::v1::Employer&)>& take,
                                     absl::Time deadline) = 0;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_EXCHANGE_EXCHANGE_RECORDS_H_
