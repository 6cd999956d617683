// What this service's rules read of a plan: its days, departments and industries, and the coordination policy with the defaults of the
// contract filled in.
//
//   auto frame = PlanFrame::Of(plan);
//   frame->Today(now);                                // the calendar day where the plan is in force
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_VALUES_PLAN_FRAME_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_VALUES_PLAN_FRAME_H_

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "common/time.h"
#include "google/type/date.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::coordination {

using PlanPtr = std::shared_ptr<const type::v1::Plan>;

// The entry with this id, or null.
template <typename Entries>
auto FindEntry(const Entries& entries, absl::string_view id) -> const typename Entries::value_type* {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [id](const auto& entry) { return absl::string_view(entry.id()) == id; });
  return found == entries.end() ? nullptr : &*found;
}

template <typename Values, typename Value>
bool Holds(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// The day of a date that was checked before.
inline absl::CivilDay DayOf(const google::type::Date& date) {
  return absl::CivilDay(date.year(), date.month(), date.day());
}

// Immutable.
class PlanFrame {
 public:
  // INVALID_ARGUMENT for a plan in an unknown time zone.
  static absl::StatusOr<PlanFrame> Of(PlanPtr plan) {
    const auto zone = LoadZone(plan->time_zone());
    if (!zone.ok()) return zone.status();
    return PlanFrame(std::move(plan), *zone);
  }

  const type::v1::Plan& plan() const { return *plan_; }
  absl::TimeZone zone() const { return zone_; }

  absl::CivilDay Day(absl::Time time) const { return absl::ToCivilDay(time, zone_); }
  // The first instant of the day.
  absl::Time Start(absl::CivilDay day) const { return absl::FromCivil(day, zone_); }
  // The first instant after the day: what is done before it is in time.
  absl::Time EndOf(const google::type::Date& date) const { return Start(DayOf(date) + 1); }

  const type::v1::Department* FindDepartment(absl::string_view id) const { return FindEntry(plan_->departments(), id); }
  bool HasIndustry(absl::string_view id) const { return FindEntry(plan_->industries(), id) != nullptr; }
  bool HasPeriod(absl::string_view id) const { return FindEntry(plan_->periods(), id) != nullptr; }
  // The department that leads; the plan was checked to have one.
  const type::v1::Department& lead() const {
    for (const auto& department : plan_->departments()) {
      if (department.role() == type::v1::DEPARTMENT_ROLE_LEAD) return department;
    }
    return type::v1::Department::default_instance();
  }
  // Its official name in Chinese; the id where the plan has no such department.
  std::string DepartmentName(const std::string& id) const {
    const auto* department = FindDepartment(id);
    return department == nullptr ? id : department->names().zh();
  }

  int order_days() const { return Or(plan_->coordination().order_days(), 30); }
  int reinspection_days() const { return Or(plan_->coordination().reinspection_days(), 10); }
  int extensions() const { return Or(plan_->coordination().extensions(), 1); }
  int transfer_days() const { return Or(plan_->coordination().transfer_days(), 7); }

 private:
  PlanFrame(PlanPtr plan, absl::TimeZone zone) : plan_(std::move(plan)), zone_(zone) {}
  static int Or(int stated, int otherwise) { return stated == 0 ? otherwise : stated; }

  PlanPtr plan_;
  absl::TimeZone zone_;
};

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_VALUES_PLAN_FRAME_H_
