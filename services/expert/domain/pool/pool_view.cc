#include "services/expert/domain/pool/pool_view.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/time.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/values/days.h"
#include "services/expert/domain/values/money.h"

namespace lianfang::expert {
namespace {

constexpr int kDefaultLowScore = 60;

// A value of the contract's enums as plans write it: `associate-senior` for TITLE_GRADE_ASSOCIATE_SENIOR. Empty for one that the contract
// does not know, which has no name.
std::string PlanId(absl::string_view value, absl::string_view prefix) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(value, prefix)), {{"_", "-"}});
}

std::string PlanId(v1::TitleGrade grade) { return PlanId(v1::TitleGrade_Name(grade), "TITLE_GRADE_"); }
std::string PlanId(v1::EngagementKind kind) { return PlanId(v1::EngagementKind_Name(kind), "ENGAGEMENT_KIND_"); }

// The grade of an id; unspecified for an id that is none.
v1::TitleGrade GradeOf(absl::string_view id) {
  for (int grade = v1::TITLE_GRADE_JUNIOR; grade <= v1::TitleGrade_MAX; ++grade) {
    if (PlanId(static_cast<v1::TitleGrade>(grade)) == id) return static_cast<v1::TitleGrade>(grade);
  }
  return v1::TITLE_GRADE_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<PoolView> PoolView::Find(PlanPtr plan, absl::string_view name) {
  const std::string id = PoolId(name);
  const auto& pools = plan->pools();
  const auto found = std::find_if(pools.begin(), pools.end(), [&id](const auto& pool) { return pool.id() == id; });
  if (plan->name() != PlanOfPool(name) || found == pools.end()) return NotFound(name);
  const auto zone = LoadZone(plan->time_zone());
  if (!zone.ok()) return zone.status();
  const type::v1::ExpertPool* pool = &*found;
  return PoolView(std::string(name), std::move(plan), pool, *zone);
}

std::optional<absl::CivilDay> PoolView::AgeLimitDay(absl::CivilDay birth_date) const {
  if (pool_->age_limit() == 0) return std::nullopt;
  return absl::CivilDay(birth_date.year() + pool_->age_limit(), birth_date.month(), birth_date.day());
}

bool PoolView::Qualifies(const v1::Expert& expert, absl::CivilDay day) const {
  const int years = WholeYears(DayOf(expert.practice_start_date()), day);
  const auto suffices = [&](const type::v1::Qualification& asked) {
    const v1::TitleGrade least = GradeOf(asked.title_grade());
    return least != v1::TITLE_GRADE_UNSPECIFIED && expert.title_grade() >= least && years >= asked.practice_years();
  };
  const auto& asked = pool_->qualifications();
  return asked.empty() || std::any_of(asked.begin(), asked.end(), suffices);
}

std::string PoolView::QualificationsText() const {
  return absl::StrJoin(pool_->qualifications(), ", or ", [](std::string* text, const auto& asked) {
    absl::StrAppend(text, "title ", asked.title_grade(), " with ", asked.practice_years(), " years of practice");
  });
}

int PoolView::MinimumPanel(v1::EngagementKind kind, const google::type::Money* amount) const {
  int minimum = 0;
  for (const auto& rule : pool_->panel_rules()) {
    const bool of_kind = rule.kinds().empty() || Holds(rule.kinds(), PlanId(kind));
    const bool of_amount =
        !rule.has_minimum_amount() || (amount != nullptr && IsAtLeast(*amount, rule.minimum_amount()));
    if (of_kind && of_amount) minimum = std::max(minimum, rule.minimum_size());
  }
  return minimum == 0 ? pool_->minimum_panel_size() : minimum;
}

int PoolView::SeatLimit(int engagement_limit) const {
  if (engagement_limit == 0) return pool_->yearly_seat_limit();
  if (pool_->yearly_seat_limit() == 0) return engagement_limit;
  return std::min(engagement_limit, pool_->yearly_seat_limit());
}

int PoolView::LowScore() const { return pool_->low_score() == 0 ? kDefaultLowScore : pool_->low_score(); }

std::optional<google::type::Money> PoolView::SessionFee(v1::TitleGrade grade) const {
  for (const auto& fee : pool_->session_fees()) {
    if (GradeOf(fee.title_grade()) == grade) return fee.amount();
  }
  return std::nullopt;
}

}  // namespace lianfang::expert
