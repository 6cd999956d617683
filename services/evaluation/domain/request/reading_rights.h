// Who may read whose scorecards, and who is a plan's office: the rows behind the contract's roles.
//
//   absl::Status status = CheckMayRead(caller, plan, "140581");
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_REQUEST_READING_RIGHTS_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_REQUEST_READING_RIGHTS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// A caller reads the region of its certificate and the regions below it: a county itself, a prefecture and a province
// what lies in them. Where one of these regions acts for the plan (`acting_region` of one of its departments), it reads the
// whole plan: the same plans whose rows submission shows it. Services read everything.
bool MayRead(const Identity& caller, const type::v1::Plan& plan, absl::string_view region);

// Likewise: PERMISSION_DENIED with reason REGION_NOT_READABLE.
absl::Status CheckMayRead(const Identity& caller, const type::v1::Plan& plan, absl::string_view region);

// OK for the office of the department that leads the plan, in the plan's own region; PERMISSION_DENIED with reason NOT_PLAN_OFFICE for
// everybody else.
absl::Status CheckIsOffice(const Identity& caller, const type::v1::Plan& plan);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_REQUEST_READING_RIGHTS_H_
