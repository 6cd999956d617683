// What an invited expert is told: the invitation with the appointment as a calendar file, or that it was withdrawn.
//
// The templates `expert-invitation` and `expert-notice` are notification's (deploy/templates/notices.csv). The request
// id follows from engagement, expert and occasion, so that a notice sent twice arrives once.
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_NOTICE_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_NOTICE_H_

#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/expert/domain/pool/pool_view.h"

namespace lianfang::expert {

// Whom it goes to.
struct Addressee {
  std::string expert;  // `experts/{expert}`
  std::string display_name;
  std::string email;
};

notification::v1::SendNoticeRequest InvitationNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                                     const Addressee& to, const PoolView& pool);
notification::v1::SendNoticeRequest WithdrawalNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                                     const Addressee& to, const PoolView& pool);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_NOTICE_H_
