#include "services/notification/messages/confirmed_list.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/time.h"
#include "services/notification/domain/stage/plan_names.h"

namespace lianfang::notification {
namespace {

using kainjow::mustache::data;
using v1::ConfirmedFiling;

// `plans/{plan}` of the revision's name.
std::string PlanNameOf(const ConfirmedFiling& filing) {
  const std::vector<std::string> parts = absl::StrSplit(filing.revision(), '/');
  return parts.size() < 2 ? "" : absl::StrCat(parts[0], "/", parts[1]);
}

data FilingData(const ConfirmedFiling& filing, const PlanMap& plans, const std::string& language) {
  const type::v1::Plan& plan = PlanOf(plans, filing);
  const PlanNames names(plan, language);
  const auto zone = LoadZone(plan.time_zone());
  data one;
  one.set("title", names.In(filing.title()));
  one.set("revision", filing.revision().substr(filing.revision().rfind('/') + 1));
  one.set("plan", names.Title());
  one.set("plan_id", std::string(absl::StripPrefix(PlanNameOf(filing), "plans/")));
  one.set("time", absl::FormatTime("%Y-%m-%d %H:%M", FromTimestamp(filing.commit_time()),
                                   zone.ok() ? *zone : absl::UTCTimeZone()));
  one.set("receipt", absl::StrCat(filing.ledger_sequence()));
  one.set("accepted", data(filing.accepted()));
  one.set("late", data(filing.late() && !filing.accepted()));
  one.set("sign_off", data(filing.awaits_sign_off()));
  return one;
}

}  // namespace

const type::v1::Plan& PlanOf(const PlanMap& plans, const ConfirmedFiling& filing) {
  return PlanOf(plans, PlanNameOf(filing));
}

TemplateScope ConfirmedScope() {
  const TemplateScope filing = {.variables = {"title", "revision", "plan", "plan_id", "time", "receipt"},
                                .sections = {{"accepted", {}}, {"late", {}}, {"sign_off", {}}},
                                .repeats = true};
  return {.variables = {"count"}, .sections = {{"filings", filing}}};
}

data ConfirmedData(const std::vector<ConfirmedFiling>& filings, const PlanMap& plans, const std::string& language) {
  if (filings.empty()) return data(false);
  data list(data::type::list);
  for (const ConfirmedFiling& filing : filings) list << FilingData(filing, plans, language);
  data confirmed;
  confirmed.set("count", absl::StrCat(filings.size()));
  confirmed.set("filings", list);
  return confirmed;
}

}  // namespace lianfang::notification
