#include "services/notification/messages/due_dates_calendar.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/mailbox.h"
#include "services/notification/domain/stage/item_duty.h"
#include "services/notification/domain/stage/plan_names.h"

namespace lianfang::notification {
namespace {

using v1::ReminderItem;

// When an alarm rings, after midnight.
constexpr absl::Duration kRings = absl::Hours(9);

std::string SummaryOf(const ReminderItem& item, const std::string& language, const PlanMap& plans) {
  const PlanNames names(PlanOf(plans, item), language);
  return absl::StrCat(names.In(item.kind().title()), language == "en" ? " due: " : "截止：",
                      names.Region(item.region()), " ", names.In(item.title()));
}

std::string UidOf(const ReminderItem& item, absl::string_view domain) {
  const std::string occasion = OccasionOf(item);
  return absl::StrCat(absl::StrReplaceAll(item.duty(), {{"/", "-"}}), occasion.empty() ? "" : "-", occasion, "@",
                      domain);
}

// 09:00 of the working day before the due day, or of the due day itself where that has passed; none where that is no
// working day. Counted from the midnight with which the due day begins.
std::optional<absl::Duration> AlarmOf(absl::CivilDay due, absl::CivilDay today, const WorkingCalendar& calendar) {
  const absl::CivilDay before = calendar.AtOrBefore(due - 1);
  if (before > today) return kRings - absl::Hours(24) * (due - before);
  if (due > today && calendar.IsWorkingDay(due)) return kRings;
  return std::nullopt;
}

CalendarEvent EventOf(const ReminderItem& item, const ReminderMail& mail, const PlanMap& plans,
                      const DueDatesSource& source) {
  const PlanNames names(PlanOf(plans, item), mail.language);
  CalendarEvent event;
  event.uid = UidOf(item, DomainOf(source.organizer.email));
  event.stamp = source.stamp;
  event.when = mail.day + item.days_left();
  event.summary = SummaryOf(item, mail.language, plans);
  event.description = names.Title();
  event.blocks_time = false;
  // Twice, so that a cancellation has a number of its own between two changes.
  event.sequence = 2 * item.date_changes();
  event.alarm = AlarmOf(mail.day + item.days_left(), mail.day, source.calendar);
  return event;
}

// `due-coal-mining-2021.ics`, or the kind and the last id of the resource's name; all of them are ASCII.
std::string FilenameOf(const char* prefix, const ReminderItem& item) {
  const absl::string_view name = item.duty();
  const std::string occasion = OccasionOf(item);
  const std::string about = item.industry().empty() || item.period().empty()
                                ? absl::StrCat(item.kind().id(), "-", name.substr(name.rfind('/') + 1))
                                : absl::StrCat(item.industry(), "-", item.period());
  return absl::StrCat(prefix, about, occasion.empty() ? "" : "-", occasion, ".ics");
}

v1::Attachment FileOf(std::string filename, const Calendar& calendar) {
  v1::Attachment file;
  file.set_filename(std::move(filename));
  file.set_content_type(CalendarFileType(calendar.method));
  file.set_content(CalendarFile(calendar));
  return file;
}

std::vector<v1::Attachment> FilesOf(const ReminderMail& mail, const PlanMap& plans, const DueDatesSource& source,
                                    CalendarMethod method, const char* prefix) {
  const Calendar empty = {.product = "-//Lianfang//Notification//ZH", .method = method, .organizer = source.organizer};
  Calendar together = empty;
  std::vector<v1::Attachment> files;
  for (const ReminderItem& item : mail.items) {
    if (item.days_left() < 0) continue;
    Calendar alone = empty;
    alone.events.push_back(EventOf(item, mail, plans, source));
    together.events.push_back(alone.events.front());
    files.push_back(FileOf(FilenameOf(prefix, item), alone));
  }
  if (files.size() > kMostCalendarFiles) return {FileOf(absl::StrCat(prefix, "dates.ics"), together)};
  return files;
}

}  // namespace

std::vector<v1::Attachment> DueDatesCalendar(const ReminderMail& mail, const PlanMap& plans,
                                             const DueDatesSource& source) {
  return FilesOf(mail, plans, source, CalendarMethod::kPublish, "due-");
}

std::vector<v1::Attachment> SettledDatesCalendar(const ReminderMail& mail, const PlanMap& plans,
                                                 const DueDatesSource& source) {
  return FilesOf(mail, plans, source, CalendarMethod::kCancel, "settled-");
}

}  // namespace lianfang::notification
