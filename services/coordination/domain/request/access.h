// Which rows a person may read, and for whom he may act. Which RPC a role may call at all is the contract's.
//
// The office is the plan's own: role office in the department that leads it, in a region that covers the plan's. A department acts for
// itself, where the plan has it, from the region that it acts from. Everybody reads rows of plans whose office is in his own region or
// below it; of rows that name their departments, a department reads its own.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_ACCESS_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_ACCESS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::coordination {

// Rows that may be read; an empty member does not restrict.
struct RowScope {
  std::string department;       // whose rows, of those that are not everybody's
  std::string division_prefix;  // of the plan's office
};

// Services read every row.
RowScope ScopeOf(const Identity& caller);

// OK, or PERMISSION_DENIED: the row is outside of the scope. `readers` are the departments that read it; empty: all.
absl::Status CheckMayRead(const Identity& caller, absl::string_view office_region,
                          const std::vector<std::string>& readers);

// OK for the plan's office alone; PERMISSION_DENIED for everybody else.
absl::Status CheckIsOffice(const Identity& caller, const type::v1::Plan& plan);

// OK for people of `department`, liaison or convener or the union's observer; PERMISSION_DENIED for everybody else, the office included.
absl::Status CheckIsOf(const Identity& caller, const type::v1::Plan& plan, absl::string_view department);

// OK for either.
absl::Status CheckActsFor(const Identity& caller, const type::v1::Plan& plan, absl::string_view department);

// OK for the observer of a department of the plan whose role is to observe.
absl::Status CheckIsObserver(const Identity& caller, const type::v1::Plan& plan);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_REQUEST_ACCESS_H_
