#include "services/expert/invitations/invitation_notice.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/uuid.h"
#include "services/expert/invitations/appointment.h"

namespace lianfang::expert {
namespace {

using notification::v1::SendNoticeRequest;

std::string KindText(v1::EngagementKind kind) {
  switch (kind) {
    case v1::ENGAGEMENT_KIND_PROJECT_REVIEW:
      return "立项评审";
    case v1::ENGAGEMENT_KIND_PUBLICITY_TRAINING:
      return "宣传培训";
    case v1::ENGAGEMENT_KIND_DIAGNOSIS:
      return "问题诊断";
    case v1::ENGAGEMENT_KIND_MEASURES:
      return "措施制定";
    case v1::ENGAGEMENT_KIND_ACCEPTANCE:
      return "评估验收";
    case v1::ENGAGEMENT_KIND_CUSTOM_TRAINING:
      return "定制式培训";
    default:
      return "";
  }
}

std::string LocalTime(const google::protobuf::Timestamp& time, const PoolView& pool) {
  return absl::FormatTime("%Y-%m-%d %H:%M", FromTimestamp(time), pool.zone());
}

// The department that asked, as people call it.
std::string DepartmentName(const v1::Engagement& engagement, const PoolView& pool) {
  for (const auto& department : pool.plan().departments()) {
    if (department.id() == engagement.requesting_department()) return department.names().zh();
  }
  return engagement.requesting_department();
}

SendNoticeRequest NoticeTo(const Addressee& to, const v1::Engagement& engagement, const std::string& name,
                           const std::vector<std::pair<std::string, std::string>>& variables) {
  SendNoticeRequest notice;
  notice.set_template_(name);
  notice.set_request_id(ContentUuid(absl::StrCat(name, "\n", engagement.name(), "\n", to.expert)));
  auto& mailbox = *notice.add_recipients()->mutable_mailbox();
  mailbox.set_display_name(to.display_name);
  mailbox.set_email(to.email);
  for (const auto& [variable, value] : variables) {
    auto& set = *notice.add_variables();
    set.set_name(variable);
    set.set_value(value);
  }
  return notice;
}

void Attach(SendNoticeRequest& notice, const std::string& file, bool cancelled) {
  auto& attachment = *notice.add_attachments();
  attachment.set_filename("engagement.ics");
  attachment.set_content_type(absl::StrCat("text/calendar; charset=utf-8; method=", cancelled ? "CANCEL" : "PUBLISH"));
  attachment.set_content(file);
}

}  // namespace

SendNoticeRequest InvitationNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                   const Addressee& to, const PoolView& pool) {
  SendNoticeRequest notice = NoticeTo(
      to, engagement, "expert-invitation",
      {{"engagement", engagement.subject()},
       {"kind", KindText(engagement.kind())},
       {"time", absl::StrCat(LocalTime(engagement.start_time(), pool), " – ", LocalTime(engagement.end_time(), pool))},
       {"place", engagement.place()},
       {"reply_by", LocalTime(invitation.response_deadline(), pool)},
       {"contact", DepartmentName(engagement, pool)}});
  Attach(notice, AppointmentFile(engagement, to.expert, FromTimestamp(invitation.invite_time()), /*cancelled=*/false),
         /*cancelled=*/false);
  return notice;
}

SendNoticeRequest WithdrawalNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                   const Addressee& to, const PoolView& pool) {
  SendNoticeRequest notice = NoticeTo(to, engagement, "expert-notice",
                                      {{"engagement", engagement.subject()},
                                       {"subject", "邀请已撤回"},
                                       {"text", absl::StrCat("您无需再参加以下工作。原因：", invitation.reason())},
                                       {"contact", DepartmentName(engagement, pool)}});
  Attach(notice, AppointmentFile(engagement, to.expert, FromTimestamp(invitation.response_time()), /*cancelled=*/true),
         /*cancelled=*/true);
  return notice;
}

}  // namespace lianfang::expert
