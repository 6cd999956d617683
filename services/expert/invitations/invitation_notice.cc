#include "services/expert/invitations/invitation_notice.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/calendar_file.h"
#include "common/time.h"
#include "common/uuid.h"
#include "words/enum_words.h"

namespace lianfang::expert {
namespace {

using notification::v1::SendNoticeRequest;

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

// Attaches the appointment, or its cancellation, as a calendar file. The UID is one person's own: a cancellation takes
// out what the invitation put in.
void AttachAppointment(SendNoticeRequest& notice, const v1::Engagement& engagement, const std::string& expert,
                       const google::protobuf::Timestamp& stamp, CalendarMethod method) {
  CalendarEvent event;
  event.uid =
      absl::StrCat(absl::StrReplaceAll(absl::StrCat(engagement.name(), "-", expert), {{"/", "-"}}), "@lianfang");
  event.stamp = FromTimestamp(stamp);
  event.when = TimeSpan{FromTimestamp(engagement.start_time()), FromTimestamp(engagement.end_time())};
  event.summary = engagement.subject();
  event.location = engagement.place();
  auto& attachment = *notice.add_attachments();
  attachment.set_filename("engagement.ics");
  attachment.set_content_type(CalendarFileType(method));
  attachment.set_content(CalendarFile({.product = "-//Lianfang//Expert//ZH", .method = method, .events = {event}}));
}

}  // namespace

SendNoticeRequest InvitationNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                   const Addressee& to, const PoolView& pool) {
  SendNoticeRequest notice = NoticeTo(
      to, engagement, "expert-invitation",
      {{"engagement", engagement.subject()},
       {"kind", ChineseOf(engagement.kind())},
       {"time", absl::StrCat(LocalTime(engagement.start_time(), pool), " – ", LocalTime(engagement.end_time(), pool))},
       {"place", engagement.place()},
       {"reply_by", LocalTime(invitation.response_deadline(), pool)},
       {"contact", DepartmentName(engagement, pool)}});
  AttachAppointment(notice, engagement, to.expert, invitation.invite_time(), CalendarMethod::kPublish);
  return notice;
}

SendNoticeRequest WithdrawalNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                   const Addressee& to, const PoolView& pool) {
  SendNoticeRequest notice = NoticeTo(to, engagement, "expert-notice",
                                      {{"engagement", engagement.subject()},
                                       {"subject", "邀请已撤回"},
                                       {"text", absl::StrCat("您无需再参加以下工作。原因：", invitation.reason())},
                                       {"contact", DepartmentName(engagement, pool)}});
  AttachAppointment(notice, engagement, to.expert, invitation.response_time(), CalendarMethod::kCancel);
  return notice;
}

}  // namespace lianfang::expert
