#include "services/coordination/invitations/conference_notice.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/calendar_file.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/text.h"
#include "common/time.h"
#include "common/uuid.h"

namespace lianfang::coordination {
namespace {

using notification::v1::SendNoticeRequest;

constexpr size_t kMostCharacters = 2000;  // of a variable of a notice

std::string TimeText(const v1::Conference& conference, const PlanFrame& frame) {
  const auto text = [&](const auto& time) {
    return absl::FormatTime("%Y-%m-%d %H:%M", FromTimestamp(time), frame.zone());
  };
  return absl::StrCat(text(conference.start_time()), " – ", text(conference.end_time()));
}

// Equal texts, such as those of discrepancies by one rule, are one line with their number.
std::vector<std::string> AgendaLines(const v1::Conference& conference) {
  std::vector<std::pair<std::string, int>> counted;
  for (const v1::AgendaItem& item : conference.agenda()) {
    const auto same =
        std::find_if(counted.begin(), counted.end(), [&](const auto& one) { return one.first == item.text(); });
    if (same == counted.end()) {
      counted.emplace_back(item.text(), 1);
    } else {
      ++same->second;
    }
  }
  std::vector<std::string> lines;
  for (const auto& [text, count] : counted) {
    const std::string times = count == 1 ? "" : absl::StrCat("，共 ", count, " 件");
    lines.push_back(absl::StrCat(lines.size() + 1, "．", text, times));
  }
  return lines;
}

// Whole lines; those that do not fit are counted.
std::string AgendaText(const v1::Conference& conference) {
  const std::vector<std::string> lines = AgendaLines(conference);
  std::string text;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string with = absl::StrCat(text, i == 0 ? "" : "\n", lines[i]);
    const std::string rest = absl::StrCat("\n……另有 ", lines.size() - i, " 项，见系统中的会议议程");
    const bool is_last = i + 1 == lines.size();
    if (CountCodePoints(with) + (is_last ? 0 : CountCodePoints(rest)) > kMostCharacters) return text + rest;
    text = with;
  }
  return text;
}

std::string Contact(const PlanFrame& frame) {
  const auto& office = frame.plan().office();
  if (office.names().zh().empty()) return frame.lead().names().zh();
  return absl::StrCat(office.names().zh(), office.phone().empty() ? "" : " ", office.phone());
}

void Set(SendNoticeRequest& notice, const char* name, const std::string& value) {
  auto& variable = *notice.add_variables();
  variable.set_name(name);
  variable.set_value(CountCodePoints(value) <= kMostCharacters ? value : Shortened(value, kMostCharacters - 1));
}

void Address(SendNoticeRequest& notice, const std::string& department, type::v1::Recipient role,
             const PlanFrame& frame) {
  auto& to = *notice.add_recipients()->mutable_role();
  const auto* owner = frame.FindDepartment(department);
  const bool elsewhere = owner != nullptr && !owner->acting_region().empty();
  to.set_region(elsewhere ? owner->acting_region() : OfficeRegion(frame.plan()));
  to.set_department(department);
  to.set_role(role);
  notice.set_region(OfficeRegion(frame.plan()));
}

// One appointment for the whole conference: a cancellation takes out what the invitation put in.
void AttachAppointment(SendNoticeRequest& notice, const v1::Conference& conference, CalendarMethod method) {
  const bool cancels = method == CalendarMethod::kCancel;
  CalendarEvent event;
  event.uid = absl::StrCat(absl::StrReplaceAll(conference.name(), {{"/", "-"}}), "@lianfang");
  event.stamp = FromTimestamp(cancels ? conference.update_time() : conference.create_time());
  event.when = TimeSpan{FromTimestamp(conference.start_time()), FromTimestamp(conference.end_time())};
  event.summary = conference.title();
  event.location = conference.place();
  event.sequence = cancels ? 1 : 0;
  auto& attachment = *notice.add_attachments();
  attachment.set_filename("conference.ics");
  attachment.set_content_type(CalendarFileType(method));
  attachment.set_content(
      CalendarFile({.product = "-//Lianfang//Coordination//ZH", .method = method, .events = {std::move(event)}}));
}

// The same notice to the same department is one. What changes without being said (attempts, replies) is not part of it.
SendNoticeRequest Identified(SendNoticeRequest notice) {
  notice.set_request_id(ContentUuid(notice.SerializeAsString()));
  return notice;
}

}  // namespace

std::vector<type::v1::Recipient> RecipientsOf(const std::string& department, const PlanFrame& frame) {
  if (department == frame.lead().id()) return {type::v1::RECIPIENT_OFFICE_DIRECTOR};
  return {type::v1::RECIPIENT_LIAISON, type::v1::RECIPIENT_CONVENER};
}

SendNoticeRequest InvitationNotice(const v1::Conference& conference, const std::string& department,
                                   type::v1::Recipient role, const PlanFrame& frame) {
  SendNoticeRequest notice;
  notice.set_template_("conference-invitation");
  Set(notice, "title", conference.title());
  Set(notice, "time", TimeText(conference, frame));
  Set(notice, "place", conference.place());
  Set(notice, "agenda", AgendaText(conference));
  Set(notice, "contact", Contact(frame));
  Address(notice, department, role, frame);
  AttachAppointment(notice, conference, CalendarMethod::kPublish);
  return Identified(std::move(notice));
}

SendNoticeRequest CancellationNotice(const v1::Conference& conference, const std::string& department,
                                     type::v1::Recipient role, const PlanFrame& frame) {
  SendNoticeRequest notice;
  notice.set_template_("conference-notice");
  Set(notice, "title", conference.title());
  Set(notice, "subject", "会议取消");
  Set(notice, "text",
      absl::StrCat("原定 ", TimeText(conference, frame), " 的会议取消。原因：", conference.cancel_reason()));
  Set(notice, "contact", Contact(frame));
  Address(notice, department, role, frame);
  AttachAppointment(notice, conference, CalendarMethod::kCancel);
  return Identified(std::move(notice));
}

}  // namespace lianfang::coordination
