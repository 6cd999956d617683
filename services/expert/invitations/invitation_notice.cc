#include "services/expert/invitations/invitation_notice.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/calendar_file.h"
#include "common/region_power.h"
#include "common/time.h"
#include "common/uuid.h"
#include "services/expert/domain/values/shortened.h"
#include "words/enum_words.h"

namespace lianfang::expert {
namespace {

using notification::v1::SendNoticeRequest;
using Variables = std::vector<std::pair<std::string, std::string>>;

constexpr size_t kLongestVariable = 2000;  // of a notice
constexpr size_t kLongestSubject = 200;    // of an engagement, in the subject of a mail

std::string LocalTime(const google::protobuf::Timestamp& time, const PoolView& pool) {
  return absl::FormatTime("%Y-%m-%d %H:%M", FromTimestamp(time), pool.zone());
}

// `1 小时 30 分钟`; whole minutes.
std::string PeriodText(const google::protobuf::Duration& period) {
  const int64_t minutes = period.seconds() / 60;
  std::string text;
  if (minutes >= 60) absl::StrAppend(&text, minutes / 60, " 小时");
  if (minutes % 60 != 0) absl::StrAppend(&text, text.empty() ? "" : " ", minutes % 60, " 分钟");
  return text;
}

// Until when an answer is in time, for somebody who reads it when it arrives.
std::string ReplyBy(const v1::Engagement& engagement, const v1::Invitation& invitation, const PoolView& pool) {
  const bool early = FromTimestamp(invitation.invite_time()) < FromTimestamp(engagement.start_time());
  const int days = pool.pool().answer_working_days();
  const std::string period =
      days > 0 ? absl::StrCat(days, " 个工作日（自次日起算）") : PeriodText(engagement.response_period());
  return absl::StrCat("收到本邮件后 ", period, "内，最迟 ",
                      LocalTime(early ? engagement.start_time() : engagement.end_time(), pool));
}

// The department that asked, as people call it.
std::string DepartmentName(const v1::Engagement& engagement, const PoolView& pool) {
  for (const auto& department : pool.plan().departments()) {
    if (department.id() == engagement.requesting_department()) return department.names().zh();
  }
  return engagement.requesting_department();
}

std::string Office(const PoolView& pool) {
  const auto& office = pool.plan().office();
  return absl::StrCat(office.names().zh(), office.phone().empty() ? "" : " ", office.phone());
}

// Who asked, and whom to call.
std::string Contact(const v1::Engagement& engagement, const PoolView& pool) {
  const std::string office = Office(pool);
  return absl::StrCat(DepartmentName(engagement, pool), office.empty() ? "" : "；", office);
}

// Its mails belong to the region of the plan's office.
SendNoticeRequest Notice(const std::string& name, const PoolView& pool, const Variables& variables) {
  SendNoticeRequest notice;
  notice.set_region(OfficeRegion(pool.plan()));
  notice.set_template_(name);
  for (const auto& [variable, value] : variables) {
    auto& set = *notice.add_variables();
    set.set_name(variable);
    set.set_value(Shortened(value, kLongestVariable));
  }
  return notice;
}

void SendTo(const Addressee& to, SendNoticeRequest& notice) {
  auto& mailbox = *notice.add_recipients()->mutable_mailbox();
  mailbox.set_display_name(to.display_name);
  mailbox.set_email(to.email);
}

// The same notice about the same invitation is one, and another one is another.
void Identify(const v1::Engagement& engagement, const std::string& expert, SendNoticeRequest& notice) {
  notice.set_request_id(ContentUuid(absl::StrCat(engagement.name(), "\n", expert, "\n", notice.SerializeAsString())));
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

// Why somebody who was invited is not needed any more, as the mail's subject and text.
std::pair<std::string, std::string> Ending(const v1::Invitation& invitation) {
  switch (invitation.state()) {
    case v1::INVITATION_STATE_DECLINED:
      return {"已登记您不能参加",
              absl::StrCat("已登记您不能参加以下工作（", ChineseOf(invitation.channel()),
                           "），原日程已取消。如与您的意思不符，请尽快告知。登记的原因：", invitation.reason())};
    case v1::INVITATION_STATE_EXPIRED:
      return {"邀请已失效", "因在答复期限内未收到您的答复，已另请其他专家。您无需再参加以下工作，原日程已取消。"};
    case v1::INVITATION_STATE_NOT_REACHABLE:
      return {"邀请已失效", "因未能及时与您取得联系，已另请其他专家。您无需再参加以下工作，原日程已取消。"};
    default:
      return {"邀请已撤回", absl::StrCat("您无需再参加以下工作，原日程已取消。原因：", invitation.reason())};
  }
}

}  // namespace

SendNoticeRequest InvitationNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                   const Addressee& to, const PoolView& pool, const std::string& answer_link) {
  const std::string phone = pool.plan().office().phone();
  const std::string answer = !answer_link.empty() ? answer_link
                             : phone.empty()      ? std::string("请联系下列单位答复")
                                                  : absl::StrCat("请电话答复：", phone);
  SendNoticeRequest notice = Notice(
      "expert-invitation", pool,
      {{"engagement", Shortened(engagement.subject(), kLongestSubject)},
       {"kind", ChineseOf(engagement.kind())},
       {"time", absl::StrCat(LocalTime(engagement.start_time(), pool), " – ", LocalTime(engagement.end_time(), pool))},
       {"place", engagement.place()},
       {"reply_by", ReplyBy(engagement, invitation, pool)},
       {"answer", answer},
       {"contact", Contact(engagement, pool)}});
  SendTo(to, notice);
  AttachAppointment(notice, engagement, to.expert, invitation.invite_time(), CalendarMethod::kPublish);
  Identify(engagement, to.expert, notice);
  return notice;
}

SendNoticeRequest WithdrawalNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                                   const Addressee& to, const PoolView& pool) {
  const auto [subject, text] = Ending(invitation);
  SendNoticeRequest notice = Notice("expert-notice", pool,
                                    {{"engagement", Shortened(engagement.subject(), kLongestSubject)},
                                     {"subject", subject},
                                     {"text", text},
                                     {"contact", Contact(engagement, pool)}});
  SendTo(to, notice);
  AttachAppointment(notice, engagement, to.expert, invitation.response_time(), CalendarMethod::kCancel);
  Identify(engagement, to.expert, notice);
  return notice;
}

SendNoticeRequest OfficeNotice(const v1::Engagement& engagement, const v1::Invitation& invitation,
                               const Addressee& about, const PoolView& pool) {
  const std::string whom = absl::StrCat("专家", about.display_name, "（", about.expert, "）");
  const std::string text =
      invitation.state() == v1::INVITATION_STATE_NOT_REACHABLE
          ? absl::StrCat(whom, "未能及时得知邀请，已按次序另请其他专家。")
          : absl::StrCat("给", whom, "的邀请邮件未能送达：", invitation.notice_detail(),
                         "。请改用其他方式告知并登记，更正其邮箱，或登记为无法联系；答复期限自告知时起算。");
  SendNoticeRequest notice = Notice("expert-notice", pool,
                                    {{"engagement", Shortened(engagement.subject(), kLongestSubject)},
                                     {"subject", "有专家未能通知到"},
                                     {"text", text},
                                     {"contact", DepartmentName(engagement, pool)}});
  auto& office = *notice.add_recipients()->mutable_role();
  office.set_region(OfficeRegion(pool.plan()));
  for (const auto& department : pool.plan().departments()) {
    if (department.role() == type::v1::DEPARTMENT_ROLE_LEAD) office.set_department(department.id());
  }
  office.set_role(type::v1::RECIPIENT_OFFICE_DIRECTOR);
  Identify(engagement, about.expert, notice);
  return notice;
}

std::string AnswerLink(absl::string_view page, const v1::Engagement& engagement, const std::string& expert,
                       const std::string& token) {
  if (page.empty()) return "";
  return absl::StrCat(page, "#engagement=", engagement.name(), "&expert=", expert, "&token=", token);
}

}  // namespace lianfang::expert
