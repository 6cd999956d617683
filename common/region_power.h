// How far somebody's power reaches: to the region in the certificate and the regions in it (common/division.h).
//
//   absl::Status own = CheckOwnRegion(call.caller, contact.region());
//   absl::Status own = CheckOwnPlan(call.caller, plan);
#ifndef LIANFANG_COMMON_REGION_POWER_H_
#define LIANFANG_COMMON_REGION_POWER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang {

// OK where the caller's region is `region` or covers it; PERMISSION_DENIED with the reason NOT_OWN_REGION elsewhere.
absl::Status CheckOwnRegion(const Identity& caller, absl::string_view region);

// Region in the certificates of the plan's office: that of the department that leads, where it acts from a region of its
// own, else the plan's first region. A plan belongs to this region. Empty for a plan without regions.
std::string OfficeRegion(const type::v1::Plan& plan);

// CheckOwnRegion of the plan's office: who stands at its region or above it.
absl::Status CheckOwnPlan(const Identity& caller, const type::v1::Plan& plan);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_REGION_POWER_H_
