#include "services/evaluation/domain/plan/plan_lookup.h"

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

// The element whose `id()` this is, or null.
template <typename Element>
const Element* FindById(const google::protobuf::RepeatedPtrField<Element>& elements, absl::string_view id) {
  const auto found = absl::c_find_if(elements, [id](const Element& element) { return element.id() == id; });
  return found == elements.end() ? nullptr : &*found;
}

}  // namespace

const type::v1::Period* FindPeriod(const Plan& plan, absl::string_view id) { return FindById(plan.periods(), id); }

const type::v1::Industry* FindIndustry(const Plan& plan, absl::string_view id) {
  return FindById(plan.industries(), id);
}

const type::v1::Indicator* FindIndicator(const Plan& plan, absl::string_view id) {
  return FindById(plan.indicators(), id);
}

const type::v1::Target* FindTarget(const Plan& plan, const type::v1::Indicator& indicator, absl::string_view industry,
                                   absl::string_view period) {
  const auto found = absl::c_find_if(plan.targets(), [&](const type::v1::Target& target) {
    return target.period() == period && Applies(target, indicator, industry);
  });
  return found == plan.targets().end() ? nullptr : &*found;
}

bool HasTargets(const Plan& plan, absl::string_view period) {
  return absl::c_any_of(plan.targets(), [period](const type::v1::Target& target) { return target.period() == period; });
}

const type::v1::Region* FindRegion(const Plan& plan, absl::string_view code) {
  const auto found = absl::c_find_if(plan.regions(), [code](const auto& region) { return region.code() == code; });
  return found == plan.regions().end() ? nullptr : &*found;
}

LocalizedText PeriodNames(const Plan& plan, absl::string_view id) {
  const type::v1::Period* period = FindPeriod(plan, id);
  return NamesOrId(period == nullptr ? nullptr : &period->names(), id);
}

LocalizedText RegionNames(const Plan& plan, absl::string_view code) {
  const type::v1::Region* region = FindRegion(plan, code);
  return NamesOrId(region == nullptr ? nullptr : &region->names(), code);
}

LocalizedText IndustryNames(const Plan& plan, absl::string_view id) {
  const type::v1::Industry* industry = FindIndustry(plan, id);
  return NamesOrId(industry == nullptr ? nullptr : &industry->names(), id);
}

LocalizedText FigureNames(const Plan& plan, absl::string_view id) {
  const type::v1::Figure* figure = FindById(plan.figures(), id);
  return NamesOrId(figure == nullptr ? nullptr : &figure->names(), id);
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
