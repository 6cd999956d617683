#include "services/expert/domain/panel/conflict_reports.h"

#include <algorithm>

#include "common/errors.h"
#include "common/time.h"

namespace lianfang::expert {
namespace {

void ConfirmAs(v1::ConflictReport& report, const Identity& caller) {
  if (caller.role == type::v1::ROLE_OFFICE) report.set_office_confirmer(caller.uri);
  if (caller.role == type::v1::ROLE_OBSERVER) report.set_observer_confirmer(caller.uri);
}

}  // namespace

v1::ConflictReport* FindReport(v1::Engagement& engagement, absl::string_view expert, absl::string_view credit_code) {
  for (v1::ConflictReport& report : *engagement.mutable_conflict_reports()) {
    if (report.state() == v1::CONFLICT_STATE_REPORTED && report.expert() == expert &&
        report.tie().party().credit_code() == credit_code) {
      return &report;
    }
  }
  return nullptr;
}

bool WasReported(const v1::Engagement& engagement, absl::string_view expert, const v1::Party& party) {
  const auto& reports = engagement.conflict_reports();
  return std::any_of(reports.begin(), reports.end(), [&](const v1::ConflictReport& report) {
    return report.expert() == expert && report.tie().party().credit_code() == party.credit_code();
  });
}

v1::ConflictReport& ReportConflict(v1::Engagement& engagement, const std::string& expert, const v1::Tie& tie,
                                   const Identity& reporter, absl::Time now) {
  v1::ConflictReport* report = FindReport(engagement, expert, tie.party().credit_code());
  if (report == nullptr) {
    report = engagement.add_conflict_reports();
    report->set_expert(expert);
    *report->mutable_tie() = tie;
    report->set_state(v1::CONFLICT_STATE_REPORTED);
    report->set_reporter(reporter.uri);
    *report->mutable_report_time() = ToTimestamp(now);
  }
  ConfirmAs(*report, reporter);
  return *report;
}

absl::Status JudgeReport(v1::ConflictReport& report, const v1::ConfirmConflictRequest& request, const Identity& judge,
                         bool needs_observer) {
  if (!request.confirm()) {
    if (request.reason().empty()) return InvalidField("reason", "is required when rejecting");
    report.set_state(v1::CONFLICT_STATE_REJECTED);
    report.set_rejecter(judge.uri);
    report.set_reject_reason(request.reason());
    return absl::OkStatus();
  }
  ConfirmAs(report, judge);
  SettleReport(report, needs_observer);
  return absl::OkStatus();
}

bool SettleReport(v1::ConflictReport& report, bool needs_observer) {
  if (report.office_confirmer().empty() || (needs_observer && report.observer_confirmer().empty())) return false;
  report.set_state(v1::CONFLICT_STATE_CONFIRMED);
  return true;
}

}  // namespace lianfang::expert
