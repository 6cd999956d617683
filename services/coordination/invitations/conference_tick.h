// The heartbeat of invitations: departments that were not told of a conference, or of its cancellation, are told.
//
// It follows from the stored conferences, never from a queue. Telling stands outside every transaction, and is repeated until it is marked; the
// notice's request id keeps it from arriving twice. What is refused waits longer each time and says why; while notification is away, nothing is
// held against anybody.
#ifndef LIANFANG_SERVICES_COORDINATION_INVITATIONS_CONFERENCE_TICK_H_
#define LIANFANG_SERVICES_COORDINATION_INVITATIONS_CONFERENCE_TICK_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/metrics.h"
#include "services/coordination/coordination_context.h"
#include "services/coordination/invitations/conference_notice.h"

namespace lianfang::coordination {

// Called by one thread at a time; any number of processes may tick on one database.
class ConferenceTick : public BackgroundTask {
 public:
  struct Options {
    std::string actor;  // identity URI under which it is audited
    absl::Duration interval = absl::Seconds(5);
  };

  ConferenceTick(const CoordinationContext& context, NoticeSender& sender, Metrics& metrics, Options options);

  // A fault is logged; the next step derives everything afresh.
  absl::Duration Step() override;

 private:
  absl::Status TellSome();
  absl::Status TellAll(const v1::Conference& conference, const PlanFrame& frame);
  absl::Status Send(const v1::Conference& conference, const std::string& department, const PlanFrame& frame);
  absl::Status Mark(const std::string& name, const std::string& department, bool cancels, const absl::Status& sent,
                    const PlanFrame& frame);

  const CoordinationContext& context_;
  NoticeSender& sender_;
  prometheus::Counter& told_;
  prometheus::Counter& refused_;
  const Options options_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_INVITATIONS_CONFERENCE_TICK_H_
