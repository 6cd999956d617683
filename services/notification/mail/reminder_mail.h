// A reminder's words: what the templates `reminder.*.mustache` may name, filled in from items and the plans they come
// from.
//
//   recipient                the addressee's name
//   day                      the mail's day, such as 2022-05-24
//   copy                     section: the mail is a deputy's copy
//   missed                   section: earlier reminders were not sent; in it `count`, the most that one obligation misses
//   overdue, due_today, due_soon, upcoming
//                            sections: obligations so pressing; in them `count` and the section `items`
//   items                    section per obligation: `plan`, `region`, `department`, `industry`, `period`, `due_day`,
//                            `days` (until or since the due day)
//                            and the sections `sent_back` (owed again), `final` (the final figures are awaited)
//                            and `acknowledged` (the department has it in hand)
#ifndef LIANFANG_SERVICES_NOTIFICATION_MAIL_REMINDER_MAIL_H_
#define LIANFANG_SERVICES_NOTIFICATION_MAIL_REMINDER_MAIL_H_

#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/mail/template_check.h"

namespace lianfang::notification {

TemplateScope ReminderScope();

// Whom a reminder speaks to, and about what.
struct ReminderMail {
  std::string recipient;
  std::string language;
  bool copy = false;
  absl::CivilDay day;
  std::vector<v1::ReminderItem> items;
};

// Names are looked up in the edition of the plan at hand; an id that it lacks stands for itself. Control characters
// become spaces.
kainjow::mustache::data ReminderData(const ReminderMail& mail, const PlanMap& plans);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MAIL_REMINDER_MAIL_H_
