#include "services/evaluation/domain/lateness.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/algorithm/container.h"
#include "common/time.h"

namespace lianfang::evaluation {
namespace {

using ::google::protobuf::Timestamp;
using ::lianfang::submission::v1::Obligation;
using ::lianfang::submission::v1::ObligationState;

// What there is to say of one due instant; MET where nothing.
ObligationState Punctuality(const Timestamp& due, bool met, const Timestamp& met_time, absl::Time as_of) {
  const absl::Time due_time = FromTimestamp(due);
  if (met) {
    return FromTimestamp(met_time) < due_time ? submission::v1::OBLIGATION_STATE_MET
                                              : submission::v1::OBLIGATION_STATE_MET_LATE;
  }
  return as_of < due_time ? submission::v1::OBLIGATION_STATE_MET : submission::v1::OBLIGATION_STATE_OVERDUE;
}

ObligationState Lateness(const Obligation& obligation, absl::Time as_of) {
  if (obligation.has_waive_time()) return submission::v1::OBLIGATION_STATE_WAIVED;
  const ObligationState first =
      Punctuality(obligation.due_time(), obligation.has_met_time(), obligation.met_time(), as_of);
  if (first == submission::v1::OBLIGATION_STATE_OVERDUE || !obligation.has_final_due_time()) return first;
  const ObligationState final =
      Punctuality(obligation.final_due_time(), obligation.has_final_met_time(), obligation.final_met_time(), as_of);
  return final == submission::v1::OBLIGATION_STATE_MET ? first : final;
}

std::vector<std::string> PeriodsUntil(const type::v1::Plan& plan, absl::string_view until) {
  std::vector<std::string> periods;
  for (const type::v1::Period& period : plan.periods()) {
    periods.push_back(period.id());
    if (period.id() == until) break;
  }
  return periods;
}

}  // namespace

std::vector<Obligation> LateObligations(const Basis& basis, absl::string_view until) {
  const std::vector<std::string> periods = PeriodsUntil(basis.plan, until);
  std::vector<Obligation> late;
  basis.filings.ForEach([&](const Filing& filing) {
    if (filing.obligation == nullptr || !absl::c_linear_search(periods, filing.obligation->period()) ||
        !absl::c_binary_search(basis.regions, filing.obligation->region())) {
      return;
    }
    const ObligationState state = Lateness(*filing.obligation, basis.as_of);
    if (state != submission::v1::OBLIGATION_STATE_OVERDUE && state != submission::v1::OBLIGATION_STATE_MET_LATE) return;
    late.push_back(*filing.obligation);
    late.back().set_state(state);
  });
  absl::c_sort(late, [](const Obligation& a, const Obligation& b) {
    return std::make_tuple(FromTimestamp(a.due_time()), a.name()) <
           std::make_tuple(FromTimestamp(b.due_time()), b.name());
  });
  return late;
}

}  // namespace lianfang::evaluation
