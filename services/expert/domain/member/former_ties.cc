#include "services/expert/domain/member/former_ties.h"

#include <algorithm>

#include "common/time.h"
#include "services/expert/domain/values/days.h"

namespace lianfang::expert {
namespace {

constexpr int kMonthsOfYear = 12;

bool IsNamed(const v1::Expert& expert, const v1::Tie& wanted) {
  return std::any_of(expert.ties().begin(), expert.ties().end(), [&](const v1::Tie& tie) {
    return tie.kind() == wanted.kind() && tie.party().credit_code() == wanted.party().credit_code();
  });
}

}  // namespace

bool Matters(const v1::Tie& tie, int conflict_years, absl::CivilDay day) {
  return !tie.has_end_date() || DayOf(tie.end_date()) >= AddMonths(day, -kMonthsOfYear * conflict_years);
}

void KeepFormerTies(const v1::Expert& before, v1::Expert& changed, int conflict_years, absl::CivilDay day) {
  const auto keep = [&](v1::Tie tie) {
    if (IsNamed(changed, tie)) return;
    if (!tie.has_end_date() || DayOf(tie.end_date()) > day) *tie.mutable_end_date() = ToDate(day);
    if (Matters(tie, conflict_years, day)) *changed.add_ties() = std::move(tie);
  };
  if (before.employer().credit_code() != changed.employer().credit_code()) {
    v1::Tie employment;
    employment.set_kind(v1::TIE_KIND_EMPLOYMENT);
    *employment.mutable_party() = before.employer();
    keep(std::move(employment));
  }
  for (const v1::Tie& tie : before.ties()) keep(tie);
}

}  // namespace lianfang::expert
