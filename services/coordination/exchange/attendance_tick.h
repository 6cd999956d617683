// Takes the attendance of withdrawn activities back from exchange, until nothing of it is left there: also what an outage of exchange or a restart
// has interrupted. What is to be done is stored with the withdrawal (domain/activity/attendance_withdrawal.h); any number of replicas may do it.
//
//   AttendanceTick tick(context, exchange, {.actor = "spiffe://lianfang.local/service/coordination"});
//   const BackgroundLoop ticking(tick);
#ifndef LIANFANG_SERVICES_COORDINATION_EXCHANGE_ATTENDANCE_TICK_H_
#define LIANFANG_SERVICES_COORDINATION_EXCHANGE_ATTENDANCE_TICK_H_

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/exchange/exchange_records.h"

namespace lianfang::coordination {

// Takes back at most `parts` parts of the attendance of a withdrawn activity, on behalf of `actor`; answers whether some are left. What one part
// has come to is stored before the next one begins. UNAVAILABLE while exchange or the store is away; exchange's refusal.
absl::StatusOr<bool> TakeBackAttendance(const CoordinationContext& context, ExchangeRecords& exchange,
                                        const std::string& actor, const std::string& activity, int parts,
                                        absl::Time deadline);

// Called by one thread at a time.
class AttendanceTick : public BackgroundTask {
 public:
  struct Options {
    std::string actor;  // identity URI under which it is audited
    absl::Duration interval = absl::Seconds(15);
  };

  // Both outlive it.
  AttendanceTick(const CoordinationContext& context, ExchangeRecords& exchange, Options options)
      : context_(context), exchange_(exchange), options_(std::move(options)) {}

  // Some parts of every activity that has some left. A fault is logged; the next step goes on.
  absl::Duration Step() override;

 private:
  // Whether some parts are left.
  absl::StatusOr<bool> TakeBackAll();

  const CoordinationContext& context_;
  ExchangeRecords& exchange_;
  const Options options_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_EXCHANGE_ATTENDANCE_TICK_H_
