// A reminder's words: what the templates `reminder.*.mustache`, `reminder-settled.*.mustache` and `confirmation-digest.*.mustache` may
// name, filled in from items, confirmations and the plans they come from.
//
//   recipient                the addressee's name
//   day                      the mail's day, such as 2022-05-24
//   copy                     section: the mail is a deputy's copy
//   dated                    section: a due date is still to come, and is attached as a calendar file
//   missed, paused, newcomer sections: why stages come late: earlier mails were not sent or did not arrive, reminders were
//                            paused, the recipient is new. In `missed` `count`, the most that one duty misses
//   overdue, due_today, due_soon, upcoming
//                            sections: duties so pressing; in them `count` and the sections `duties` and `items`
//   duties                   section, also within those four, per group of duties that differ in nothing but their industry: `industries`,
//                            `period`, `plan`, `region`, `department`, `due_day`, `days` (until or since the due day),
//                            `figures` (what exactly is owed), `action` (what to do); where a duty has no industry its title
//                            stands for it, and its kind for the period. And the sections `sent_back` (owed again), `final` (the final
//                            figures are awaited), `acknowledged` (the department has it in hand), `moved` (the due date
//                            moved; in it `previous_day`), and `other_plan`, `other_region`, `other_department`,
//                            `other_figures`, which are there unless all duties of the mail agree
//   first                    section: the most pressing of them
//   items                    section per duty: the same for one `industry`
//   same_plan, same_region, same_department, same_figures
//                            sections: all duties of the mail agree; in them `plan`, `region`, `department`, `figures`
//   offices                  section per plan office: `name`, and the sections `phone`, `email`, `address` with a variable of the
//                            same name
//   portal                   section: there is a page to file on; in it `url`
//   confirmed                section: what was filed or accepted and not told yet; in it what confirmed_list.h says
#ifndef LIANFANG_SERVICES_NOTIFICATION_MESSAGES_REMINDER_MAIL_H_
#define LIANFANG_SERVICES_NOTIFICATION_MESSAGES_REMINDER_MAIL_H_

#include <kainjow/mustache.hpp>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "lianfang/notification/v1/delivery.pb.h"
#include "lianfang/notification/v1/reminder.pb.h"
#include "services/notification/domain/stage/reminder_rules.h"
#include "services/notification/messages/template_check.h"

namespace lianfang::notification {

TemplateScope ReminderScope();

// Whom a reminder speaks to, and about what.
struct ReminderMail {
  std::string recipient;
  std::string language;
  bool copy = false;
  absl::CivilDay day;
  std::vector<v1::ReminderItem> items;
  std::string portal_url = "";  // empty: there is none
  std::vector<v1::ConfirmedFiling> confirmations = {};
};

// Names are looked up in the edition of the plan at hand, but for those that the duty brings; an id that it lacks stands for itself. Control characters
// become spaces.
kainjow::mustache::data ReminderData(const ReminderMail& mail, const PlanMap& plans);

}  // namespace lianfang::notification

#endif  // LIANFANG_SERVICES_NOTIFICATION_MESSAGES_REMINDER_MAIL_H_
