// Finding a plan's parts by id, and the names that people read.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_PLAN_PLAN_LOOKUP_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_PLAN_PLAN_LOOKUP_H_

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/figures.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// The element with this id, or null. A plan's lists are short: tens, not thousands.
const type::v1::Period* FindPeriod(const type::v1::Plan& plan, absl::string_view id);
const type::v1::Region* FindRegion(const type::v1::Plan& plan, absl::string_view code);
const type::v1::Industry* FindIndustry(const type::v1::Plan& plan, absl::string_view id);
const type::v1::Indicator* FindIndicator(const type::v1::Plan& plan, absl::string_view id);
// The target of an indicator and industry for a period, or null.
const type::v1::Target* FindTarget(const type::v1::Plan& plan, const type::v1::Indicator& indicator,
                                   absl::string_view industry, absl::string_view period);
// Whether any target is for the period.
bool HasTargets(const type::v1::Plan& plan, absl::string_view period);

// Names for people; the id where the plan gives none.
type::v1::LocalizedText PeriodNames(const type::v1::Plan& plan, absl::string_view id);
type::v1::LocalizedText RegionNames(const type::v1::Plan& plan, absl::string_view code);
type::v1::LocalizedText IndustryNames(const type::v1::Plan& plan, absl::string_view id);
type::v1::LocalizedText FigureNames(const type::v1::Plan& plan, absl::string_view id);

// Whether the plan asks for data of this industry and period.
bool Requests(const type::v1::Plan& plan, absl::string_view industry, absl::string_view period);

// Whether the indicator applies to the industry, and the target speaks of both.
bool Applies(const type::v1::Indicator& indicator, absl::string_view industry);
bool Applies(const type::v1::Target& target, const type::v1::Indicator& indicator, absl::string_view industry);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_PLAN_PLAN_LOOKUP_H_
