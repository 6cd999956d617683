#include "services/notification/domain/notice/alerts.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/notification/domain/contact/contact_rules.h"
#include "services/notification/domain/delivery/ways.h"
#include "services/notification/domain/notice/office_alerts.h"
#include "services/notification/domain/stage/plan_names.h"
#include "words/channel_words.h"

namespace lianfang::notification {
namespace {

constexpr char kUnreachedTemplate[] = "alert-unreached";
constexpr char kFailureTemplate[] = "alert-failure";
constexpr char kChannelTemplate[] = "alert-channel";
constexpr int kMostListed = 100;

// One line for every role, in the plan's words, up to a bound.
std::string Listed(const std::vector<Unreached>& unreached, const PlanMap& plans, const std::string& language) {
  std::string text;
  int listed = 0;
  for (const Unreached& one : unreached) {
    if (listed++ == kMostListed) {
      absl::StrAppend(&text, "…\n");
      break;
    }
    const PlanNames names(PlanOf(plans, one.items.front()), language);
    absl::StrAppend(&text, names.Region(one.place.region), " ", names.Department(one.place.department), " ",
                    names.Role(one.place.role), " (", one.items.size(), ")\n");
  }
  return text;
}

std::string ChannelName(const std::string& channel, const AlertDesk& desk) {
  const type::v1::LocalizedText words = ChannelWords(channel);
  return desk.office.language() == "en" ? words.en() : words.zh();
}

}  // namespace

Notice MakeAlert(const char* template_name, const AlertVariables& variables, const std::string& identity,
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
  office.mutable_addresses()->Assign(desk.addresses.begin(), desk.addresses.end());
  return MakeNotice(content, {{office, /*copy=*/false}},
                    {.kind = v1::DELIVERY_KIND_ALERT,
                     .identity = absl::StrCat(template_name, "\n", identity),
                     .sender = "",
                     .mail_domain = desk.mail_domain},
                    now);
}

NoticeTemplates AlertTemplates() {
  NoticeTemplates templates = {
      {kUnreachedTemplate, {"count", "roles"}},
      {kFailureTemplate, {"delivery", "display_name", "email", "subject", "code", "reason", "next"}},
      {kChannelTemplate, {"channel", "since", "code", "reason"}}};
  templates.merge(OfficeAlertTemplates());
  return templates;
}

Notice UnreachedAlert(const std::vector<Unreached>& unreached, const PlanMap& plans, const AlertDesk& desk,
                      absl::Time now) {
  std::string identity = absl::StrCat(absl::ToUnixMicros(now));
  for (const Unreached& one : unreached) {
    absl::StrAppend(&identity, "\n", one.place.region, "\n", one.place.department, "\n", one.place.role);
  }
  return MakeAlert(
      kUnreachedTemplate,
      {{"count", absl::StrCat(unreached.size())}, {"roles", Listed(unreached, plans, desk.office.language())}},
      identity, desk, now);
}

Notice FailureAlert(const v1::Delivery& failed, const AlertDesk& desk, absl::Time now) {
  const v1::DeliveryAttempt last =
      failed.attempts().empty() ? v1::DeliveryAttempt() : failed.attempts(failed.attempts_size() - 1);
  const auto way = JustClosed(failed);
  const std::string channel = way.has_value() ? way->channel() : ChannelOf(failed);
  const bool goes_on = failed.state() != v1::DELIVERY_STATE_FAILED;
  Notice alert =
      MakeAlert(kFailureTemplate,
                {{"delivery", failed.name()},
                 {"display_name", failed.display_name()},
                 {"email", FailedAddressOf(channel, way.has_value() ? way->address() : AddressOf(failed))},
                 {"subject", failed.subject()},
                 {"code", last.smtp_code() == 0 ? "" : absl::StrCat(last.smtp_code())},
                 {"reason", last.text().empty() ? failed.state_reason() : last.text()},
                 {"next", goes_on ? ChannelName(ChannelOf(failed), desk) : ""}},
                absl::StrCat(failed.name(), "\n", failed.retry_time().seconds(), "\n", failed.retry_time().nanos(),
                             channel == kEmailChannel ? "" : absl::StrCat("\n", channel)),
                desk, now);
  // It names the recipient: as few may read it as the mail itself.
  for (v1::Delivery& delivery : alert.deliveries) delivery.set_region(failed.region());
  return alert;
}

Notice ChannelAlert(const std::string& channel, absl::Time since, int code, const std::string& answer,
                    absl::TimeZone zone, const AlertDesk& desk, absl::Time now) {
  const bool of_mail = channel == kEmailChannel;
  Notice alert = MakeAlert(
      kChannelTemplate,
      {{"since", absl::FormatTime("%Y-%m-%d %H:%M", since, zone)},
       {"code", code == 0 ? "" : absl::StrCat(code)},
       {"reason", answer},
       {"channel", of_mail ? "" : ChannelName(channel, desk)}},
      absl::StrCat(of_mail ? "" : absl::StrCat(channel, "\n"), absl::FormatTime("%Y-%m-%d", since, zone)), desk, now);
  for (v1::Delivery& delivery : alert.deliveries) {
    if (ChannelOf(delivery) != channel) continue;
    const auto other = WayInOutage(delivery);
    if (other.has_value()) delivery.set_channel(other->channel());
  }
  return alert;
}

}  // namespace lianfang::notification
