// Which of a plan's regions speak for a region. The division code's prefix is the hierarchy: 140000 ⊃ 140500 ⊃ 140581.
//
//   ReportingRegions(plan, "140500")     {"140581", "140582"}: counties that report, for a prefecture that does not
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_PLAN_REPORTING_REGIONS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_PLAN_REPORTING_REGIONS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// Codes of the plan's regions whose returns make up `region`, ascending: the region itself where the plan names it,
// otherwise the highest ones below it. A region that reports speaks for all below it, so nothing is added twice.
std::vector<std::string> ReportingRegions(const type::v1::Plan& plan, absl::string_view region);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_PLAN_REPORTING_REGIONS_H_
