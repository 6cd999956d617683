// Finding things in a plan by id. Plans are small (tens of entries), so looking is a walk.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_VIEW_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_VIEW_H_

#include <algorithm>
#include <string>

#include "absl/strings/string_view.h"
#include "common/region_power.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// The entry of `entries` with this id, or null.
template <typename Entries>
auto FindById(const Entries& entries, absl::string_view id) -> const typename Entries::value_type* {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [id](const auto& entry) { return absl::string_view(entry.id()) == id; });
  return found == entries.end() ? nullptr : &*found;
}

// Whether `ids` holds `id`.
template <typename Ids>
bool Contains(const Ids& ids, absl::string_view id) {
  return std::any_of(ids.begin(), ids.end(), [id](const std::string& each) { return absl::string_view(each) == id; });
}

// The department that leads (a valid plan has exactly one), or null.
inline const type::v1::Department* LeadDepartment(const type::v1::Plan& plan) {
  const auto found = std::find_if(plan.departments().begin(), plan.departments().end(), [](const auto& department) {
    return department.role() == type::v1::DEPARTMENT_ROLE_LEAD;
  });
  return found == plan.departments().end() ? nullptr : &*found;
}

// The region in the certificates of a department's people, where it reports on `region`.
inline const std::string& ActingRegion(const type::v1::Department& department, const std::string& region) {
  return department.acting_region().empty() ? region : department.acting_region();
}

// Whether someone of `department` in `region` is the plan's office.
inline bool IsPlanOffice(const type::v1::Plan& plan, absl::string_view department, absl::string_view region) {
  const type::v1::Department* lead = LeadDepartment(plan);
  return lead != nullptr && absl::string_view(lead->id()) == department && !plan.regions().empty() &&
         OfficeRegion(plan) == region;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_PLAN_PLAN_VIEW_H_
