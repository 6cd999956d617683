// The heartbeat of inviting: who has not answered in time is replaced, what became of the mails is noted, who has not
// been told is told.
//
// All of it follows from the stored state, never from a queue: after an outage the next step does what is left. Telling
// stands outside every transaction, and is repeated until it is marked; the notice's request id keeps it from arriving
// twice. What cannot be handed over waits longer each time, and behind all that has waited longer: one notice that is
// refused holds up no other. While notification is away, nothing is held against anybody.
//
//   InvitationTick tick(context, sender, metrics, {.actor = "spiffe://lianfang.local/service/expert"});
//   const BackgroundLoop ticking(tick);
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_TICK_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_TICK_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/background_loop.h"
#include "common/metrics.h"
#include "services/expert/expert_context.h"
#include "services/expert/invitations/invitation_sender.h"
#include "services/expert/panel_case.h"

namespace lianfang::expert {

// Called by one thread at a time; any number of processes may tick on one database.
class InvitationTick : public BackgroundTask {
 public:
  struct Options {
    std::string actor;  // identity URI under which replacements are audited
    absl::Duration interval = absl::Seconds(5);
    std::string answer_page{};  // address of the portal's page for answers; empty: experts answer by phone
  };

  InvitationTick(const ExpertContext& context, InvitationSender& sender, Metrics& metrics, Options options);

  // Replaces, notes, tells, and says how long to wait: not at all while there is more to do. A fault is logged; the
  // next step derives everything afresh.
  absl::Duration Step() override;

 private:
  // Each answers whether there may be more to do at once.
  absl::StatusOr<bool> ReplaceSome();
  absl::StatusOr<bool> NoteSome();
  absl::StatusOr<bool> TellSome();

  // Changes a panel at an instant, under the service's own name. FAILED_PRECONDITION when `change` finds nothing to do:
  // somebody else has done it meanwhile.
  absl::Status ChangePanel(const std::string& engagement, const std::string& detail,
                           const std::function<bool(PanelCase&)>& change);
  absl::Status Note(const Settled& settled);
  absl::Status Tell(const Untold& untold);
  // After a notice was refused: it is tried again later, and the engagement knows.
  absl::Status PutOff(const Untold& untold, const absl::Status& why);

  const ExpertContext& context_;
  InvitationSender& sender_;
  prometheus::Counter& replaced_;
  prometheus::Counter& told_;
  prometheus::Counter& refused_;
  const Options options_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_TICK_H_
