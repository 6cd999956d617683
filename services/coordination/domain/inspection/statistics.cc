#include "services/coordination/domain/inspection/statistics.h"

#include "absl/strings/str_format.h"
#include "services/coordination/domain/inspection/order_rules.h"

namespace lianfang::coordination {
namespace {

constexpr int64_t kBasisPoints = 10'000;

bool WasServed(const v1::Order& order) { return LastEvent(order, {v1::ORDER_ACTION_SERVE}) != nullptr; }

// Found rectified at some time, or concluded by the department that the case was transferred to.
bool IsRectified(const v1::Order& order) {
  return order.state() == v1::ORDER_STATE_CONCLUDED ||
         LastEvent(order, {v1::ORDER_ACTION_PASS_REINSPECTION}) != nullptr;
}

}  // namespace

bool StatisticsCount::IsCounted(absl::CivilDay day) const {
  return (!first_.has_value() || *first_ <= day) && (!last_.has_value() || day <= *last_);
}

void StatisticsCount::CountFor(const std::string& department, const std::string& industry, absl::CivilDay day,
                               const Count& count) {
  count(total_);
  count(departments_[department]);
  count(industries_[industry]);
  count(months_[absl::StrFormat("%04d-%02d", day.year(), day.month())]);
}

void StatisticsCount::Add(const v1::Inspection& inspection) {
  const absl::CivilDay day = DayOf(inspection.date());
  if (inspection.state() != v1::INSPECTION_STATE_CARRIED_OUT || !IsCounted(day)) return;
  CountFor(inspection.departments(0), inspection.employer().industry(), day, [&](Tally& tally) {
    v1::InspectionCounts& counts = tally.counts;
    counts.set_inspections(counts.inspections() + 1);
    counts.set_findings(counts.findings() + inspection.findings_size());
    for (const v1::Finding& finding : inspection.findings()) {
      counts.set_major_findings(counts.major_findings() + (finding.level() == v1::HAZARD_LEVEL_MAJOR ? 1 : 0));
      counts.set_exceedances(counts.exceedances() + (finding.kind() == v1::FINDING_KIND_EXCEEDANCE ? 1 : 0));
    }
  });
}

void StatisticsCount::Add(const v1::Order& order, const PlanFrame& frame, absl::Time now) {
  const absl::CivilDay day = DayOf(order.inspection_date());
  if (!WasServed(order) || order.state() == v1::ORDER_STATE_WITHDRAWN || !IsCounted(day)) return;
  const auto had = [&](v1::OrderAction action) { return LastEvent(order, {action}) != nullptr ? 1 : 0; };
  CountFor(order.department(), order.employer().industry(), day, [&](Tally& tally) {
    v1::InspectionCounts& counts = tally.counts;
    counts.set_orders(counts.orders() + 1);
    counts.set_rectified(counts.rectified() + (IsRectified(order) ? 1 : 0));
    counts.set_overdue(counts.overdue() + (IsOverdue(order, frame, now) ? 1 : 0));
    counts.set_penalty_cases(counts.penalty_cases() + had(v1::ORDER_ACTION_OPEN_PENALTY_CASE));
    counts.set_transferred(counts.transferred() + had(v1::ORDER_ACTION_TRANSFER));
    counts.set_supervised(counts.supervised() + had(v1::ORDER_ACTION_SUPERVISE));
    if (IsRectified(order) || now >= frame.EndOf(order.due_date())) ++tally.over;
  });
}

v1::InspectionStatistics StatisticsCount::Finish() const {
  const auto finished = [](const std::string& key, const Tally& tally) {
    v1::InspectionCounts counts = tally.counts;
    counts.set_key(key);
    if (tally.over > 0) {
      counts.set_rectified_basis_points(static_cast<int32_t>(kBasisPoints * counts.rectified() / tally.over));
    }
    return counts;
  };
  v1::InspectionStatistics statistics;
  *statistics.mutable_total() = finished("", total_);
  for (const auto& [key, tally] : departments_) *statistics.add_departments() = finished(key, tally);
  for (const auto& [key, tally] : industries_) *statistics.add_industries() = finished(key, tally);
  for (const auto& [key, tally] : months_) *statistics.add_months() = finished(key, tally);
  return statistics;
}

}  // namespace lianfang::coordination
