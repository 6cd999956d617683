#include "services/notification/mail/reminder_mail.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/notification/domain/stage/plan_names.h"

namespace lianfang::notification {
namespace {

using kainjow::mustache::data;
using v1::ReminderItem;

struct Group {
  v1::Urgency urgency;
  const char* section;
};
constexpr Group kGroups[] = {{v1::URGENCY_OVERDUE, "overdue"},
                             {v1::URGENCY_DUE_TODAY, "due_today"},
                             {v1::URGENCY_DUE_SOON, "due_soon"},
                             {v1::URGENCY_UPCOMING, "upcoming"}};

data ItemData(const ReminderItem& item, absl::CivilDay day, const std::string& language, const PlanMap& plans) {
  const PlanNames names(PlanOf(plans, item.obligation()), language);
  data one;
  one.set("plan", names.Title());
  one.set("region", names.Region(item.region()));
  one.set("department", names.Department(item.department()));
  one.set("industry", names.Industry(item.industry()));
  one.set("period", names.Period(item.period()));
  one.set("due_day", FormatDay(day + item.days_left()));
  one.set("days", absl::StrCat(std::abs(item.days_left())));
  one.set("sent_back", data(item.sent_back()));
  one.set("final", data(item.final_figures()));
  one.set("acknowledged", data(item.acknowledged()));
  return one;
}

// A section with `count`, or false.
data Counted(int count) {
  if (count == 0) return data(false);
  return data("count", absl::StrCat(count));
}

data GroupData(const ReminderMail& mail, v1::Urgency urgency, const PlanMap& plans) {
  data items(data::type::list);
  int count = 0;
  for (const ReminderItem& item : mail.items) {
    if (item.urgency() != urgency) continue;
    items << ItemData(item, mail.day, mail.language, plans);
    ++count;
  }
  data group = Counted(count);
  group.set("items", items);
  return group;
}

}  // namespace

TemplateScope ReminderScope() {
  const TemplateScope item = {.variables = {"plan", "region", "department", "industry", "period", "due_day", "days"},
                              .sections = {{"sent_back", {}}, {"final", {}}, {"acknowledged", {}}}};
  const TemplateScope group = {.variables = {"count"}, .sections = {{"items", item}}};
  TemplateScope scope = {.variables = {"recipient", "day"},
                         .sections = {{"copy", {}}, {"missed", {.variables = {"count"}, .sections = {}}}}};
  for (const Group& one : kGroups) scope.sections[one.section] = group;
  return scope;
}

data ReminderData(const ReminderMail& mail, const PlanMap& plans) {
  int missed = 0;
  for (const ReminderItem& item : mail.items) missed = std::max(missed, item.missed_stages());
  data root;
  root.set("recipient", OneLine(mail.recipient));
  root.set("day", FormatDay(mail.day));
  root.set("copy", data(mail.copy));
  root.set("missed", Counted(missed));
  for (const Group& group : kGroups) root.set(group.section, GroupData(mail, group.urgency, plans));
  return root;
}

}  // namespace lianfang::notification
