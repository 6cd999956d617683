#include "services/exchange/domain/reconciliation/injury_deaths.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "services/exchange/domain/reconciliation/reported_accidents.h"
#include "services/exchange/domain/reconciliation/rule_book.h"

namespace lianfang::exchange {
namespace {

bool IsDead(v1::CasualtyOutcome outcome) {
  return outcome == v1::CASUALTY_OUTCOME_DIED || outcome == v1::CASUALTY_OUTCOME_MISSING;
}

class DeathFinder {
 public:
  explicit DeathFinder(const ReconciliationView& view) : view_(view), reported_(view.records, view.zone) {
    for (const v1::Record& record : view.records) by_version_[VersionNameOf(record)] = &record;
    for (const v1::Link& link : view.links) {
      if (link.state() == v1::LINK_STATE_REJECTED || !absl::StartsWith(link.left(), "records/accident/")) continue;
      links_[link.right()].push_back(&link);
    }
  }

  std::vector<InjuryDeath> Find() const {
    std::vector<InjuryDeath> deaths;
    for (const v1::Record& record : view_.records) {
      if (record.kind() != v1::RECORD_KIND_INJURY || !record.injury().from_accident()) continue;
      const auto day = DayOf(record.injury().injury_date());
      if (!day.has_value() || !DayOf(record.injury().death_date()).has_value()) continue;
      const auto links = links_.find(VersionNameOf(record));
      if (links == links_.end()) {
        if (IsUnreported(record)) deaths.push_back({&record, *day, nullptr, nullptr});
        continue;
      }
      const v1::Link& link = *links->second.front();
      const v1::Record* const accident = links->second.size() == 1 ? WhereHeSurvived(link) : nullptr;
      if (accident != nullptr) deaths.push_back({&record, *day, accident, &link});
    }
    return deaths;
  }

 private:
  bool IsUnreported(const v1::Record& injury) const {
    return !reported_.MayInclude(injury.injury()) &&
           GiveKindOf(view_.agreements, view_.plan, v1::RECORD_KIND_ACCIDENT, injury.region(), injury.industry());
  }

  // The accident by whose record the casualty of the link lives; null where that is not certain.
  const v1::Record* WhereHeSurvived(const v1::Link& link) const {
    if (link.state() == v1::LINK_STATE_UNCERTAIN) return nullptr;
    const size_t mark = link.left().find('#');
    const auto found = by_version_.find(link.left().substr(0, mark));
    int number = 0;
    if (mark == std::string::npos || found == by_version_.end() ||
        !absl::SimpleAtoi(link.left().substr(mark + 1), &number))
      return nullptr;
    const v1::AccidentRecord& accident = found->second->accident();
    const auto& casualties = accident.casualties();
    if (number < 1 || number > casualties.size()) return nullptr;
    const v1::CasualtyOutcome outcome = casualties[number - 1].outcome();
    const auto named = std::count_if(casualties.begin(), casualties.end(),
                                     [](const v1::Casualty& one) { return IsDead(one.outcome()); });
    const bool counts_him = accident.deaths() + accident.missing() > named;
    const bool survived = outcome != v1::CASUALTY_OUTCOME_UNSPECIFIED && !IsDead(outcome);
    return survived && !counts_him ? found->second : nullptr;
  }

  const ReconciliationView& view_;
  const ReportedAccidents reported_;
  std::map<std::string, const v1::Record*> by_version_;
  std::map<std::string, std::vector<const v1::Link*>> links_;  // with accidents, by the case; rejected ones left out
};

}  // namespace

std::vector<InjuryDeath> InjuryDeathsOf(const ReconciliationView& view) { return DeathFinder(view).Find(); }

}  // namespace lianfang::exchange
