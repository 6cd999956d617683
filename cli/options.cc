#include "cli/options.h"

#include "absl/status/status.h"

namespace lianfang::cli {

absl::StatusOr<std::string> ParseRequestId(absl::string_view text) {
  if (!IsUuid(text)) return absl::InvalidArgumentError(absl::StrCat("`", text, "` is not a UUID"));
  return std::string(text);
}

Option AddPlan(Verb& app, std::string& plan) {
  return AddParsed<std::string>(app, "--plan", "The plan, such as gaoping-2021-2025", PlanName,
                                [&plan](std::string name) { plan = std::move(name); });
}

Option AddMoment(Verb& app, const std::string& option, std::optional<Moment>& moment, const std::string& description) {
  return AddParsed<Moment>(app, option, description, ParseMoment, [&moment](Moment parsed) { moment = parsed; });
}

}  // namespace lianfang::cli
