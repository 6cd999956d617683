// Conflicts of interest that others than the expert report: a reason to look, not yet a reason to take the seat away.
// Whoever could empty a seat by a word alone could steer a panel.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_CONFLICT_REPORTS_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_CONFLICT_REPORTS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "lianfang/expert/v1/expert_service.pb.h"

namespace lianfang::expert {

// The report of this expert and party that waits; null where none does.
v1::ConflictReport* FindReport(v1::Engagement& engagement, absl::string_view expert, absl::string_view credit_code);

// Whether such a report was ever made, whatever became of it.
bool WasReported(const v1::Engagement& engagement, absl::string_view expert, const v1::Party& party);

// Reports a tie to one of the engagement's parties, unless a report of it waits; the report either way. What the office
// or the observer reports is confirmed on their side.
v1::ConflictReport& ReportConflict(v1::Engagement& engagement, const std::string& expert, const v1::Tie& tie,
                                   const Identity& reporter, absl::Time now);

// Takes the word of the office or the observer on a report that waits; CONFIRMED once all who must have confirmed it.
// `needs_observer`: the observer must, too. INVALID_ARGUMENT for a rejection without a reason.
absl::Status JudgeReport(v1::ConflictReport& report, const v1::ConfirmConflictRequest& request, const Identity& judge,
                         bool needs_observer);

// CONFIRMED once all who must have confirmed it; true then.
bool SettleReport(v1::ConflictReport& report, bool needs_observer);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_PANEL_CONFLICT_REPORTS_H_
