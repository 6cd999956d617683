// What departments are told of a conference: the invitation with the appointment as a calendar file; that it is called off, with the file's
// cancellation.
//
// The templates `conference-invitation` and `conference-notice` are notification's (deploy/templates/notices.csv). The request id follows from
// everything that the notice says, so that one sent twice arrives once.
#ifndef LIANFANG_SERVICES_COORDINATION_INVITATIONS_CONFERENCE_NOTICE_H_
#define LIANFANG_SERVICES_COORDINATION_INVITATIONS_CONFERENCE_NOTICE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/coordination/v1/conference.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// How departments are told. Thread-safe.
class NoticeSender {
 public:
  virtual ~NoticeSender() = default;

  // Hands a notice over. A repeat with the same request id sends nothing twice. UNAVAILABLE while nothing can be handed over;
  // INVALID_ARGUMENT, NOT_FOUND and FAILED_PRECONDITION refuse this notice.
  virtual absl::Status Send(const notification::v1::SendNoticeRequest& notice, absl::Time deadline) = 0;
};

// To whom of a department a notice goes: its liaison officers, else its convener; the office's director where the department leads.
std::vector<type::v1::Recipient> RecipientsOf(const std::string& department, const PlanFrame& frame);

// To whoever holds that role in the department.
notification::v1::SendNoticeRequest InvitationNotice(const v1::Conference& conference, const std::string& department,
                                                     type::v1::Recipient role, const PlanFrame& frame);
notification::v1::SendNoticeRequest CancellationNotice(const v1::Conference& conference, const std::string& department,
                                                       type::v1::Recipient role, const PlanFrame& frame);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_INVITATIONS_CONFERENCE_NOTICE_H_
