// How an expert is told.
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_SENDER_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_SENDER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/notification/v1/notification_service.pb.h"

namespace lianfang::expert {

// Thread-safe.
class InvitationSender {
 public:
  virtual ~InvitationSender() = default;

  // Hands a notice over; OK when it is on record there: the name of its (first) delivery, `deliveries/{delivery}`. A
  // repeat with the same request id sends nothing twice. UNAVAILABLE while nothing can be handed over;
  // INVALID_ARGUMENT, NOT_FOUND and FAILED_PRECONDITION refuse this notice.
  virtual absl::StatusOr<std::string> Send(const notification::v1::SendNoticeRequest& notice, absl::Time deadline) = 0;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_SENDER_H_
