#include "services/notification/mail/reminder_mail.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"

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

std::string OneLine(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return absl::ascii_iscntrl(c); }, ' ');
  return text;
}

std::string In(const std::string& language, const type::v1::LocalizedText& text) {
  return OneLine(language == "en" && !text.en().empty() ? text.en() : text.zh());
}

// The names of the element with this id, in the language; the id where there is none or where it has no name.
template <typename Elements, typename Id>
std::string NameOf(const Elements& elements, Id id_of, const std::string& id, const std::string& language) {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const auto& one) { return id_of(one) == id; });
  const std::string name = found == elements.end() ? "" : In(language, found->names());
  return name.empty() ? id : name;
}

template <typename Elements>
std::string NameById(const Elements& elements, const std::string& id, const std::string& language) {
  return NameOf(
      elements, [](const auto& one) { return one.id(); }, id, language);
}

data ItemData(const ReminderItem& item, absl::CivilDay day, const std::string& language, const PlanMap& plans) {
  static const auto* const kNoPlan = new type::v1::Plan();
  const auto found = plans.find(PlanNameOf(item.obligation()));
  const type::v1::Plan& plan = found == plans.end() ? *kNoPlan : found->second;
  data one;
  one.set("plan", In(language, plan.title()));
  one.set("region", NameOf(
                        plan.regions(), [](const auto& region) { return region.code(); }, item.region(), language));
  one.set("department", NameById(plan.departments(), item.department(), language));
  one.set("industry", NameById(plan.industries(), item.industry(), language));
  one.set("period", NameById(plan.periods(), item.period(), language));
  one.set("due_day", FormatDay(day + item.days_left()));
  one.set("days", absl::StrCat(std::abs(item.days_left())));
  one.set("sent_back", data(item.sent_back()));
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
                              .sections = {{"sent_back", {}}}};
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
