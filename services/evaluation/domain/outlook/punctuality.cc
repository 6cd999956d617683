#include "services/evaluation/domain/outlook/punctuality.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "common/time.h"
#include "duties/duty.h"
#include "services/evaluation/domain/numbers/decimal.h"
#include "services/evaluation/domain/numbers/fraction.h"

namespace lianfang::evaluation {
namespace {

using duty::v1::Duty;

struct Counts {
  int32_t in_time = 0;
  int32_t late = 0;
  int32_t overdue = 0;
  int32_t withdrawn = 0;

  int32_t owed() const { return in_time + late + overdue; }
  bool any() const { return owed() + withdrawn > 0; }

  Counts& operator+=(const Counts& other) {
    in_time += other.in_time;
    late += other.late;
    overdue += other.overdue;
    withdrawn += other.withdrawn;
    return *this;
  }
};

Counts CountsOf(const Duty& duty, absl::Time as_of) {
  if (FromTimestamp(duty.create_time()) > as_of) return {};
  switch (duties::StateAt(duty, as_of)) {
    case duty::v1::DUTY_STATE_MET:
      return {.in_time = 1};
    case duty::v1::DUTY_STATE_MET_LATE:
      return {.late = 1};
    case duty::v1::DUTY_STATE_WITHDRAWN:
      return {.withdrawn = 1};
    case duty::v1::DUTY_STATE_OVERDUE:
      return {.overdue = 1};
    case duty::v1::DUTY_STATE_LOCKED:
      return {.overdue = as_of >= FromTimestamp(duty.due_time()) ? 1 : 0};
    default:
      return {};
  }
}

v1::DutyPunctuality PunctualityOf(const std::string& department, const type::v1::Department* named,
                                  const Counts& counts) {
  v1::DutyPunctuality punctuality;
  punctuality.set_department(department);
  if (named != nullptr) *punctuality.mutable_department_names() = named->names();
  punctuality.set_owed(counts.owed());
  punctuality.set_in_time(counts.in_time);
  punctuality.set_late(counts.late);
  punctuality.set_overdue(counts.overdue);
  punctuality.set_withdrawn(counts.withdrawn);
  if (counts.owed() > 0) {
    *punctuality.mutable_timeliness() = ToExactValue(Fraction::Of(Int128{100} * counts.in_time, counts.owed()));
  }
  return punctuality;
}

// The counts of a department, by year and kind, and the words of the kinds.
using CountsByKind = std::map<std::pair<int32_t, std::string>, Counts>;
using KindNames = std::map<std::string, type::v1::LocalizedText>;

void AddDepartment(const std::string& id, const type::v1::Department* named, const CountsByKind& counts,
                   const KindNames& names, std::vector<v1::DutyPunctuality>& all) {
  Counts together;
  for (const auto& [year_and_kind, of_kind] : counts) {
    together += of_kind;
    v1::DutyPunctuality& each = all.emplace_back(PunctualityOf(id, named, of_kind));
    each.set_year(year_and_kind.first);
    each.set_kind(year_and_kind.second);
    *each.mutable_kind_names() = names.at(year_and_kind.second);
  }
  all.push_back(PunctualityOf(id, named, together));
}

}  // namespace

std::vector<v1::DutyPunctuality> PunctualityOf(const type::v1::Plan& plan, const std::vector<Duty>& duties,
                                               absl::Time as_of) {
  const absl::TimeZone zone = LoadZone(plan.time_zone()).value_or(absl::UTCTimeZone());
  std::map<std::string, CountsByKind> departments;
  KindNames names;
  for (const Duty& duty : duties) {
    const Counts counts = CountsOf(duty, as_of);
    if (!counts.any()) continue;
    const auto year = static_cast<int32_t>(duties::DueDay(duty, zone).year());
    departments[duty.department()][{year, duty.kind().id()}] += counts;
    names[duty.kind().id()] = duty.kind().title();
  }
  std::vector<v1::DutyPunctuality> punctuality;
  for (const type::v1::Department& named : plan.departments()) {
    const auto found = departments.find(named.id());
    if (found == departments.end()) continue;
    AddDepartment(named.id(), &named, found->second, names, punctuality);
    departments.erase(found);
  }
  for (const auto& [id, counts] : departments) AddDepartment(id, nullptr, counts, names, punctuality);
  return punctuality;
}

Duty CountedPart(Duty duty) {
  duty.clear_title();
  duty.clear_industry();
  duty.clear_period();
  duty.clear_details();
  duty.clear_reminder_stages();
  duty.clear_action();
  duty.clear_portal_page();
  return duty;
}

}  // namespace lianfang::evaluation
