// The heartbeat of inviting: who has not answered in time is replaced, who has not been told is told.
//
// Both follow from the stored state, never from a queue: after an outage the next step does what is left. Telling
// stands outside every transaction, and is repeated until it is marked; the notice's request id keeps it from arriving
// twice.
//
//   InvitationTick tick(context, sender, metrics, {.actor = "spiffe://lianfang.local/service/expert"});
//   const BackgroundLoop ticking(tick);
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_TICK_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_TICK_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/metrics.h"
#include "services/expert/expert_context.h"
#include "services/expert/invitations/invitation_sender.h"

namespace lianfang::expert {

// Called by one thread at a time; any number of processes may tick on one database.
class InvitationTick : public BackgroundTask {
 public:
  struct Options {
    std::string actor;  // identity URI under which replacements are audited
    absl::Duration interval = absl::Seconds(5);
  };

  InvitationTick(const ExpertContext& context, InvitationSender& sender, Metrics& metrics, Options options);

  // Replaces, tells, and says how long to wait: not at all while there is more to do. A fault is logged; the next step
  // derives everything afresh.
  absl::Duration Step() override;

 private:
  // Each answers whether there may be more to do at once.
  absl::StatusOr<bool> ReplaceSome();
  absl::StatusOr<bool> TellSome();

  // FAILED_PRECONDITION when somebody else has replaced meanwhile.
  absl::Status Replace(const std::string& engagement);
  absl::Status Tell(const Untold& untold);

  const ExpertContext& context_;
  InvitationSender& sender_;
  prometheus::Counter& replaced_;
  prometheus::Counter& told_;
  const Options options_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_TICK_H_
