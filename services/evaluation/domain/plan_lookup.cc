#include "services/evaluation/domain/plan_lookup.h"

#include <string>

#include "absl/algorithm/container.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::type::v1::LocalizedText;
using ::lianfang::type::v1::Plan;

LocalizedText NamesOrId(const LocalizedText* names, absl::string_view id) {
  if (names != nullptr && !names->zh().empty()) return *names;
  LocalizedText text;
  text.set_zh(std::string(id));
  return text;
}

}  // namespace

const type::v1::Period* FindPeriod(const Plan& plan, absl::string_view id) {
  const auto found = absl::c_find_if(plan.periods(), [id](const auto& period) { return period.id() == id; });
  return found == plan.periods().end() ? nullptr : &*found;
}

const type::v1::Region* FindRegion(const Plan& plan, absl::string_view code) {
  const auto found = absl::c_find_if(plan.regions(), [code](const auto& region) { return region.code() == code; });
  return found == plan.regions().end() ? nullptr : &*found;
}

LocalizedText PeriodNames(const Plan& plan, absl::string_view id) {
  const type::v1::Period* period = FindPeriod(plan, id);
  return NamesOrId(period == nullptr ? nullptr : &period->names(), id);
}

LocalizedText FigureNames(const Plan& plan, absl::string_view id) {
  const auto found = absl::c_find_if(plan.figures(), [id](const auto& figure) { return figure.id() == id; });
  return NamesOrId(found == plan.figures().end() ? nullptr : &found->names(), id);
}

bool Requests(const Plan& plan, absl::string_view industry, absl::string_view period) {
  return absl::c_any_of(plan.data_requests(), [&](const auto& request) {
    return request.period() == period && absl::c_linear_search(request.industries(), industry);
  });
}

bool Applies(const type::v1::Indicator& indicator, absl::string_view industry) {
  return absl::c_linear_search(indicator.industries(), industry);
}

bool Applies(const type::v1::Target& target, const type::v1::Indicator& indicator, absl::string_view industry) {
  return target.indicator() == indicator.id() && Applies(indicator, industry) &&
         (target.industries().empty() || absl::c_linear_search(target.industries(), industry));
}

}  // namespace lianfang::evaluation
