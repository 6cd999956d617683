// Who may touch which rows. Which RPCs somebody may call at all is in the contract's access options.
//
// The office is the plan's own: role office in the department that leads it. Its power ends at its own region and
// below: an office that a plan names for regions that its own does not cover may nothing there. A department acts for
// itself, where the plan has it. Everybody sees rows of plans whose office is in their own region or below it: a county
// its own, its prefecture and province the county's, too. Departments see the members of the pools, and of the rest
// what is theirs.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_REQUEST_ACCESS_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_REQUEST_ACCESS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// Rows that may be read; an empty member does not restrict.
struct RowScope {
  std::string department;       // whose rows, besides those that every department sees
  std::string division_prefix;  // of the plan's office
};

RowScope ScopeOf(const Identity& caller);

// OK, or PERMISSION_DENIED: the pools of the plan belong to an office outside of the caller's region.
absl::Status CheckMayRead(const Identity& caller, const type::v1::Plan& plan);

// OK, or PERMISSION_DENIED: outside the scope. `now` tells whether the expert is a member.
absl::Status CheckMayRead(const Identity& caller, const ExpertRecord& record, absl::Time now);
absl::Status CheckMayRead(const Identity& caller, const EngagementRecord& record);

// OK, or PERMISSION_DENIED: the caller is not the plan's office, nor somebody of `department` where that is allowed to
// act itself (an empty `department` matches nobody).
absl::Status CheckActsFor(const Identity& caller, const type::v1::Plan& plan, absl::string_view department);

// OK, or PERMISSION_DENIED for an observer of another region.
absl::Status CheckObserves(const Identity& caller, const EngagementRecord& record);

// OK for the plan's office and for an observer of the engagement, who judge reported conflicts; PERMISSION_DENIED for
// everybody else.
absl::Status CheckMayConfirm(const Identity& caller, const type::v1::Plan& plan, const EngagementRecord& record);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_REQUEST_ACCESS_H_
