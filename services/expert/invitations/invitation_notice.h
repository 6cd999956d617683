// What the invited and the office are told: the invitation with the appointment as a calendar file; that it is over,
// with the file's cancellation; that an expert could not be told.
//
// The templates `expert-invitation` and `expert-notice` are notification's (deploy/templates/notices.csv). The request
// id follows from everything that the notice says, so that one sent twice arrives once. Every text fits what the
// notification service takes, however long the reason behind it.
#ifndef LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_NOTICE_H_
#define LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_NOTICE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "lianfang/notification/v1/notification_service.pb.h"
#include "services/expert/domain/pool/pool_view.h"

namespace lianfang::expert {

// Whom it is about, and goes to unless to the office.
struct Addressee {
  std::string expert;  // `experts/{expert}`
  std::string display_name;
  std::string email;
};

// `answer_link`: where the expert answers; empty: by phone.
notification::v1::SendNoticeRequest InvitationNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                                     const Addressee& to, const PoolView& pool,
                                                     const std::string& answer_link);
// To somebody who was invited and is not needed any more, in whatever way the invitation ended.
notification::v1::SendNoticeRequest WithdrawalNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                                     const Addressee& to, const PoolView& pool);
// To the director of the plan's office.
notification::v1::SendNoticeRequest OfficeNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                                 const Addressee& about, const PoolView& pool);

// The link of an invitation on the portal's page for answers. What identifies it stands behind `#`, which browsers do
// not send: no log on the way has the token. Empty without a page.
std::string AnswerLink(absl::string_view page, const v1::Engagement& engagement, const std::string& expert,
                       const std::string& token);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_INVITATIONS_INVITATION_NOTICE_H_
