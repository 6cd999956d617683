#include "services/evaluation/domain/outlook/lateness.h"

#include <cstddef>
#include <string>
#include <tuple>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "common/time.h"
#include "deadlines/lateness.h"
#include "services/evaluation/domain/outlook/reporting_rates.h"

namespace lianfang::evaluation {
namespace {

using ::lianfang::submission::v1::Obligation;

v1::LateFiling LateFilingOf(const Obligation& obligation, const deadlines::FiledEdition& edition) {
  v1::LateFiling late;
  late.set_obligation(obligation.name());
  late.set_department(obligation.department());
  late.set_region(obligation.region());
  late.set_industry(obligation.industry());
  late.set_period(obligation.period());
  late.set_edition(edition.final_figures ? submission::v1::RETURN_EDITION_FINAL : submission::v1::RETURN_EDITION_FIRST);
  *late.mutable_due_time() = ToTimestamp(edition.due);
  if (edition.met) *late.mutable_met_time() = ToTimestamp(*edition.met);
  late.set_state(edition.met ? submission::v1::OBLIGATION_STATE_MET_LATE : submission::v1::OBLIGATION_STATE_OVERDUE);
  late.set_sent_back(edition.sent_back);
  return late;
}

}  // namespace

std::vector<v1::LateFiling> LateFilings(const Basis& basis, absl::string_view until) {
  const std::vector<std::string> periods = PeriodsUntil(basis.plan, until);
  std::vector<v1::LateFiling> late;
  basis.filings.ForEach([&](const Filing& filing) {
    if (filing.obligation == nullptr || !absl::c_linear_search(periods, filing.obligation->period()) ||
        !absl::c_binary_search(basis.regions, filing.obligation->region())) {
      return;
    }
    for (const deadlines::FiledEdition& edition : deadlines::EditionsAt(*filing.obligation, basis.as_of)) {
      const bool is_late = edition.punctuality == deadlines::Punctuality::kLate ||
                           edition.punctuality == deadlines::Punctuality::kOverdue;
      if (is_late) late.push_back(LateFilingOf(*filing.obligation, edition));
    }
  });
  absl::c_sort(late, [](const v1::LateFiling& a, const v1::LateFiling& b) {
    return std::make_tuple(FromTimestamp(a.due_time()), a.obligation(), a.edition()) <
           std::make_tuple(FromTimestamp(b.due_time()), b.obligation(), b.edition());
  });
  return late;
}

std::vector<Obligation> ObligationsOf(const Basis& basis, const std::vector<v1::LateFiling>& late) {
  std::vector<Obligation> obligations;
  absl::flat_hash_map<std::string, size_t> places;
  for (const v1::LateFiling& each : late) {
    const auto [place, is_new] = places.emplace(each.obligation(), obligations.size());
    if (is_new) obligations.push_back(*basis.filings.Find({each.region(), each.industry(), each.period()}).obligation);
    if (is_new || each.state() == submission::v1::OBLIGATION_STATE_OVERDUE) {
      obligations[place->second].set_state(each.state());
    }
  }
  return obligations;
}

}  // namespace lianfang::evaluation
