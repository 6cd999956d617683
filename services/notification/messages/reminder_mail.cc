#include "services/notification/messages/reminder_mail.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/time.h"
#include "services/notification/domain/stage/item_duty.h"
#include "services/notification/domain/stage/plan_names.h"
#include "services/notification/messages/confirmed_list.h"

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

// An item in the reader's words, and all industries of which the same is to be said.
struct DutyWords {
  v1::Urgency urgency;
  std::string plan;
  std::string region;
  std::string department;
  std::string period;
  std::string figures;
  std::string action;
  std::string due_day;
  std::string previous_day;  // empty: the date did not move
  std::string days;
  bool sent_back;
  bool final_figures;
  bool acknowledged;
  std::vector<std::string> industries;

  // Whether they differ in nothing but the industry.
  bool SaysTheSame(const DutyWords& other) const {
    const auto words = [](const DutyWords& duty) {
      return std::tie(duty.urgency, duty.plan, duty.region, duty.department, duty.period, duty.figures, duty.action,
                      duty.due_day, duty.previous_day, duty.sent_back, duty.final_figures, duty.acknowledged);
    };
    return words(*this) == words(other);
  }
};

// Joined as the language lists things.
std::string Listed(const std::vector<std::string>& words, const std::string& language) {
  return absl::StrJoin(words, language == "en" ? ", " : "、");
}

std::string PreviousDay(const ReminderItem& item, const type::v1::Plan& plan) {
  const auto zone = LoadZone(plan.time_zone());
  if (!item.has_previous_due_time() || !zone.ok()) return "";
  return FormatDay(absl::ToCivilDay(FromTimestamp(item.previous_due_time()) - absl::Nanoseconds(1), *zone));
}

// The words of an id, or the id; where there is none, `otherwise`.
std::string Words(const PlanNames& names, const type::v1::LocalizedText& title, const std::string& id,
                  const type::v1::LocalizedText& otherwise) {
  if (id.empty()) return names.In(otherwise);
  return title.zh().empty() ? id : names.In(title);
}

DutyWords WordsOf(const ReminderItem& item, const ReminderMail& mail, const PlanMap& plans) {
  const type::v1::Plan& plan = PlanOf(plans, item);
  const PlanNames names(plan, mail.language);
  std::vector<std::string> details;
  for (const auto& detail : item.detail_titles()) details.push_back(names.In(detail));
  return {.urgency = item.urgency(),
          .plan = names.Title(),
          .region = names.Region(item.region()),
          .department = names.Department(item.department()),
          .period = Words(names, item.period_title(), item.period(), item.kind().title()),
          .figures = Listed(details, mail.language),
          .action = names.In(item.action()),
          .due_day = FormatDay(mail.day + item.days_left()),
          .previous_day = PreviousDay(item, plan),
          .days = absl::StrCat(std::abs(item.days_left())),
          .sent_back = item.sent_back(),
          .final_figures = OccasionOf(item) == kFinalOccasion,
          .acknowledged = item.acknowledged(),
          .industries = {Words(names, item.industry_title(), item.industry(), item.title())}};
}

// What all duties of the mail agree on is said once.
struct Agreed {
  bool plan = true;
  bool region = true;
  bool department = true;
  bool figures = true;
};

Agreed AgreementOf(const std::vector<DutyWords>& duties) {
  Agreed agreed;
  for (const DutyWords& duty : duties) {
    const DutyWords& first = duties.front();
    agreed.plan = agreed.plan && duty.plan == first.plan;
    agreed.region = agreed.region && duty.region == first.region;
    agreed.department = agreed.department && duty.department == first.department;
    agreed.figures = agreed.figures && duty.figures == first.figures;
  }
  return agreed;
}

// A section with one variable, or false where that is empty.
data Named(const char* variable, const std::string& value) {
  return value.empty() ? data(false) : data(variable, value);
}

// A section with `count`, or false.
data Counted(int count) { return Named("count", count == 0 ? "" : absl::StrCat(count)); }

data DutyData(const DutyWords& duty, const Agreed& agreed, const std::string& language) {
  data one;
  one.set("industry", duty.industries.front());
  one.set("industries", Listed(duty.industries, language));
  one.set("plan", duty.plan);
  one.set("region", duty.region);
  one.set("department", duty.department);
  one.set("period", duty.period);
  one.set("due_day", duty.due_day);
  one.set("days", duty.days);
  one.set("figures", duty.figures);
  one.set("action", duty.action);
  one.set("sent_back", data(duty.sent_back));
  one.set("final", data(duty.final_figures));
  one.set("acknowledged", data(duty.acknowledged));
  one.set("moved", Named("previous_day", duty.previous_day));
  one.set("other_plan", data(!agreed.plan));
  one.set("other_region", data(!agreed.region));
  one.set("other_department", data(!agreed.department));
  one.set("other_figures", data(!agreed.figures && !duty.figures.empty()));
  return one;
}

// The duties in the order in which the first item of each comes.
std::vector<DutyWords> Grouped(const std::vector<DutyWords>& duties) {
  std::vector<DutyWords> grouped;
  for (const DutyWords& duty : duties) {
    const auto same =
        std::find_if(grouped.begin(), grouped.end(), [&](const DutyWords& one) { return one.SaysTheSame(duty); });
    if (same == grouped.end()) {
      grouped.push_back(duty);
    } else {
      same->industries.push_back(duty.industries.front());
    }
  }
  return grouped;
}

// Those of one urgency, or all of them.
data ListOf(const std::vector<DutyWords>& duties, std::optional<v1::Urgency> urgency, const Agreed& agreed,
            const std::string& language) {
  data list(data::type::list);
  for (const DutyWords& duty : duties) {
    if (duty.urgency == urgency.value_or(duty.urgency)) list << DutyData(duty, agreed, language);
  }
  return list;
}

// The offices of the mail's plans, each once.
data OfficesData(const ReminderMail& mail, const PlanMap& plans) {
  std::vector<const type::v1::Plan*> of_mail;
  for (const ReminderItem& item : mail.items) of_mail.push_back(&PlanOf(plans, item));
  for (const v1::ConfirmedFiling& filing : mail.confirmations) of_mail.push_back(&PlanOf(plans, filing));
  data offices(data::type::list);
  std::set<std::string> listed;
  for (const type::v1::Plan* one : of_mail) {
    const type::v1::Plan& plan = *one;
    if (!plan.has_office() || !listed.insert(plan.office().SerializeAsString()).second) continue;
    const PlanNames names(plan, mail.language);
    data office;
    office.set("name", names.In(plan.office().names()));
    office.set("phone", Named("phone", OneLine(plan.office().phone())));
    office.set("email", Named("email", OneLine(plan.office().email())));
    office.set("address", Named("address", names.In(plan.office().address())));
    offices << office;
  }
  return offices;
}

bool IsAnyLate(const ReminderMail& mail, v1::LateReason reason) {
  return std::any_of(mail.items.begin(), mail.items.end(),
                     [reason](const ReminderItem& item) { return item.late_reason() == reason; });
}

// The most stages that one duty missed for no better reason than an interruption.
int MissedByInterruption(const ReminderMail& mail) {
  int missed = 0;
  for (const ReminderItem& item : mail.items) {
    if (item.late_reason() == v1::LATE_REASON_INTERRUPTION) missed = std::max(missed, item.missed_stages());
  }
  return missed;
}

TemplateScope Variables(std::set<std::string> variables) { return {.variables = std::move(variables), .sections = {}}; }

}  // namespace

TemplateScope ReminderScope() {
  const TemplateScope duty = {.variables = {"plan", "region", "department", "industry", "industries", "period",
                                            "due_day", "days", "figures", "action"},
                              .sections = {{"sent_back", {}},
                                           {"final", {}},
                                           {"acknowledged", {}},
                                           {"moved", Variables({"previous_day"})},
                                           {"other_plan", {}},
                                           {"other_region", {}},
                                           {"other_department", {}},
                                           {"other_figures", {}}},
                              .repeats = true};
  const TemplateScope group = {.variables = {"count"}, .sections = {{"duties", duty}, {"items", duty}}};
  const TemplateScope office = {.variables = {"name"},
                                .sections = {{"phone", Variables({"phone"})},
                                             {"email", Variables({"email"})},
                                             {"address", Variables({"address"})}},
                                .repeats = true};
  TemplateScope scope = {.variables = {"recipient", "day"},
                         .sections = {{"copy", {}},
                                      {"duties", duty},
                                      {"dated", {}},
                                      {"missed", Variables({"count"})},
                                      {"paused", {}},
                                      {"newcomer", {}},
                                      {"same_plan", Variables({"plan"})},
                                      {"same_region", Variables({"region"})},
                                      {"same_department", Variables({"department"})},
                                      {"same_figures", Variables({"figures"})},
                                      {"offices", office},
                                      {"portal", Variables({"url"})},
                                      {"confirmed", ConfirmedScope()}}};
  for (const Group& one : kGroups) scope.sections[one.section] = group;
  scope.sections["first"] = duty;
  scope.sections["first"].repeats = false;
  return scope;
}

data ReminderData(const ReminderMail& mail, const PlanMap& plans) {
  std::vector<DutyWords> items;
  for (const ReminderItem& item : mail.items) items.push_back(WordsOf(item, mail, plans));
  const std::vector<DutyWords> duties = Grouped(items);
  const Agreed agreed = AgreementOf(items);
  data root;
  root.set("recipient", OneLine(mail.recipient));
  root.set("day", FormatDay(mail.day));
  root.set("copy", data(mail.copy));
  root.set("dated", data(std::any_of(mail.items.begin(), mail.items.end(),
                                     [](const ReminderItem& item) { return item.days_left() >= 0; })));
  root.set("missed", Counted(MissedByInterruption(mail)));
  root.set("paused", data(IsAnyLate(mail, v1::LATE_REASON_PAUSE)));
  root.set("newcomer", data(IsAnyLate(mail, v1::LATE_REASON_NEW_RECIPIENT)));
  root.set("portal", Named("url", mail.portal_url));
  root.set("offices", OfficesData(mail, plans));
  root.set("confirmed", ConfirmedData(mail.confirmations, plans, mail.language));
  root.set("duties", ListOf(duties, std::nullopt, agreed, mail.language));
  const auto same = [&](const char* name, bool agrees, const std::string& value) {
    return Named(name, agrees ? value : "");
  };
  if (!items.empty()) {
    root.set("first", DutyData(duties.front(), agreed, mail.language));
    root.set("same_plan", same("plan", agreed.plan, items.front().plan));
    root.set("same_region", same("region", agreed.region, items.front().region));
    root.set("same_department", same("department", agreed.department, items.front().department));
    root.set("same_figures", same("figures", agreed.figures, items.front().figures));
  }
  for (const Group& group : kGroups) {
    data section = Counted(static_cast<int>(std::count_if(
        items.begin(), items.end(), [&](const DutyWords& item) { return item.urgency == group.urgency; })));
    section.set("duties", ListOf(duties, group.urgency, agreed, mail.language));
    section.set("items", ListOf(items, group.urgency, agreed, mail.language));
    root.set(group.section, section);
  }
  return root;
}

}  // namespace lianfang::notification
