// A pool in its plan: the policy that the service's rules read, with the defaults of the contract filled in.
//
//   auto view = PoolView::Find(plan, "plans/gaoping-2021-2025/pools/training");
//   view->Day(now);                                    // the calendar day where the plan is in force
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_POOL_VIEW_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_POOL_VIEW_H_

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/type/money.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::expert {

using PlanPtr = std::shared_ptr<const type::v1::Plan>;

// Whether one of `entries` has this id.
template <typename Entries>
bool HasId(const Entries& entries, absl::string_view id) {
  return std::any_of(entries.begin(), entries.end(),
                     [id](const auto& entry) { return absl::string_view(entry.id()) == id; });
}

// Whether `values` holds `value`.
template <typename Values, typename Value>
bool Holds(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Immutable.
class PoolView {
 public:
  // The pool of this name. NOT_FOUND when the plan has none; INVALID_ARGUMENT for a plan in an unknown time zone.
  static absl::StatusOr<PoolView> Find(PlanPtr plan, absl::string_view name);

  const std::string& name() const { return name_; }
  const type::v1::Plan& plan() const { return *plan_; }
  const type::v1::ExpertPool& pool() const { return *pool_; }
  absl::TimeZone zone() const { return zone_; }

  absl::CivilDay Day(absl::Time time) const { return absl::ToCivilDay(time, zone_); }
  // The first instant of the day.
  absl::Time Start(absl::CivilDay day) const { return absl::FromCivil(day, zone_); }

  // First day on which somebody is too old; nothing without an age limit.
  std::optional<absl::CivilDay> AgeLimitDay(absl::CivilDay birth_date) const;
  // Whether title and practice admit; the words of what is asked for, where not.
  bool Qualifies(const v1::Expert& expert, absl::CivilDay day) const;
  std::string QualificationsText() const;
  // The smallest panel for this kind and amount.
  int MinimumPanel(v1::EngagementKind kind, const google::type::Money* amount) const;
  // Seats in a year after which nobody is drawn, given what the engagement says; 0: no limit.
  int SeatLimit(int engagement_limit) const;
  int LowScore() const;
  // The fee of one session; nothing where the plan states none for this title.
  std::optional<google::type::Money> SessionFee(v1::TitleGrade grade) const;

 private:
  PoolView(std::string name, PlanPtr plan, const type::v1::ExpertPool* pool, absl::TimeZone zone)
      : name_(std::move(name)), plan_(std::move(plan)), pool_(pool), zone_(zone) {}

  std::string name_;
  PlanPtr plan_;
  const type::v1::ExpertPool* pool_;  // in the plan
  absl::TimeZone zone_;
};

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_POOL_POOL_VIEW_H_
