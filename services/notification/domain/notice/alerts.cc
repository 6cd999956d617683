#include "services/notification/domain/notice/alerts.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/stage/plan_names.h"

namespace lianfang::notification {
namespace {

constexpr char kUnreachedTemplate[] = "alert-unreached";
constexpr char kFailureTemplate[] = "alert-failure";
constexpr int kMostListed = 20;

using Variables = std::vector<std::pair<const char*, std::string>>;

Notice AlertOf(const char* template_name, const Variables& variables, const std::string& identity,
               const AlertDesk& desk, absl::Time now) {
  v1::SendNoticeRequest content;
  content.set_template_(template_name);
  for (const auto& [name, value] : variables) {
    auto* variable = content.add_variables();
    variable->set_name(name);
    variable->set_value(value);
  }
  v1::Contact office;
  office.set_display_name(desk.office.display_name());
  office.set_email(desk.office.email());
  office.set_language(desk.office.language().empty() ? kDefaultLanguage : desk.office.language());
  return MakeNotice(content, {{office, /*copy=*/false}},
                    {.kind = v1::DELIVERY_KIND_ALERT,
                     .identity = absl::StrCat(template_name, "\n", identity),
                     .sender = "",
                     .mail_domain = desk.mail_domain},
                    now);
}

// One line for every obligation, in the plan's words, up to a bound.
std::string Listed(const std::vector<v1::ReminderItem>& items, const PlanMap& plans, const std::string& language) {
  std::string text;
  int listed = 0;
  for (const v1::ReminderItem& item : items) {
    if (listed++ == kMostListed) {
      absl::StrAppend(&text, "…\n");
      break;
    }
    const PlanNames names(PlanOf(plans, item.obligation()), language);
    absl::StrAppend(&text, names.Region(item.region()), " ", names.Industry(item.industry()), " ",
                    names.Period(item.period()), "\n");
  }
  return text;
}

}  // namespace

NoticeTemplates AlertTemplates() {
  return {{kUnreachedTemplate, {"region", "department", "role", "count", "obligations"}},
          {kFailureTemplate, {"delivery", "display_name", "email", "subject", "code", "reason"}}};
}

Notice UnreachedAlert(const Unreached& unreached, const PlanMap& plans, const AlertDesk& desk, absl::Time now) {
  const auto& [region, department, role] = unreached.place;
  std::string identity = absl::StrCat(region, "\n", department, "\n", role);
  for (const v1::ReminderItem& item : unreached.items) {
    absl::StrAppend(&identity, "\n", item.obligation(), "\n", item.stage().key());
  }
  const std::string language = desk.office.language();
  const PlanNames names(PlanOf(plans, unreached.items.front().obligation()), language);
  return AlertOf(kUnreachedTemplate,
                 {{"region", names.Region(region)},
                  {"department", names.Department(department)},
                  {"role", names.Role(role)},
                  {"count", absl::StrCat(unreached.items.size())},
                  {"obligations", Listed(unreached.items, plans, language)}},
                 identity, desk, now);
}

Notice FailureAlert(const v1::Delivery& failed, const AlertDesk& desk, absl::Time now) {
  const v1::DeliveryAttempt last =
      failed.attempts().empty() ? v1::DeliveryAttempt() : failed.attempts(failed.attempts_size() - 1);
  return AlertOf(kFailureTemplate,
                 {{"delivery", failed.name()},
                  {"display_name", failed.display_name()},
                  {"email", failed.email()},
                  {"subject", failed.subject()},
                  {"code", last.smtp_code() == 0 ? "" : absl::StrCat(last.smtp_code())},
                  {"reason", last.text().empty() ? failed.state_reason() : last.text()}},
                 absl::StrCat(failed.name(), "\n", failed.attempts_size()), desk, now);
}

}  // namespace lianfang::notification
