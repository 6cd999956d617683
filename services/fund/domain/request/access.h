// Who may touch which rows. Which RPCs somebody may call at all is in the contract's access options.
//
// The office is the plan's own: role office in the department that leads it, at its own region. A department of the plan acts for itself.
// Everybody sees rows of plans whose office is in their own region or below it.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_ACCESS_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_ACCESS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::fund {

// OK for the plan's office, and for somebody of `department` where the plan has it (an empty one is nobody's); PERMISSION_DENIED.
absl::Status CheckActsFor(const Identity& caller, const type::v1::Plan& plan, absl::string_view department);

// OK for the plan's office alone.
inline absl::Status CheckIsOffice(const Identity& caller, const type::v1::Plan& plan) {
  return CheckActsFor(caller, plan, "");
}

// OK for everybody who acts under the plan: the office and its departments.
absl::Status CheckTakesPart(const Identity& caller, const type::v1::Plan& plan);

// OK unless the plan asks for four eyes and the caller may be whoever did what is decided on.
absl::Status CheckOtherThan(const Identity& caller, const type::v1::Plan& plan, absl::string_view actor);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_REQUEST_ACCESS_H_
