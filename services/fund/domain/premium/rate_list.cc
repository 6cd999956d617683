#include "services/fund/domain/premium/rate_list.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/region_power.h"
#include "common/time.h"
#include "services/fund/domain/premium/rate_table.h"
#include "services/fund/domain/request/access.h"
#include "services/fund/domain/request/refusals.h"

namespace lianfang::fund {
namespace {

void Touch(v1::RateList& list, absl::Time now) {
  list.set_etag(NextEtag(list.etag()));
  *list.mutable_update_time() = ToTimestamp(now);
}

// Adds `sign` of the rate to the counts.
void Count(v1::RateList& list, const v1::EmployerRate& rate, int sign) {
  if (!rate.figures().exemption().empty()) list.set_exempt_count(list.exempt_count() + sign);
  if (rate.percent() > rate.previous_percent()) list.set_raised_count(list.raised_count() + sign);
  if (rate.percent() < rate.previous_percent()) list.set_lowered_count(list.lowered_count() + sign);
  if (!rate.correction_reason().empty()) list.set_corrected_count(list.corrected_count() + sign);
}

void ClearCounts(v1::RateList& list) {
  list.clear_exempt_count();
  list.clear_raised_count();
  list.clear_lowered_count();
  list.clear_corrected_count();
}

void ClearCorrection(v1::EmployerRate& rate) {
  rate.clear_correction_reason();
  rate.clear_corrector();
  rate.clear_correct_time();
}

// What held before: the list before, else what the figures say, else the base rate.
int PreviousOf(const v1::EmployerFigures& figures, const std::map<std::string, int>& previous) {
  const auto found = previous.find(figures.credit_code());
  if (found != previous.end() && found->second > 0) return found->second;
  return figures.previous_percent() > 0 ? figures.previous_percent() : 100;
}

}  // namespace

absl::Status CheckState(const v1::RateList& list, v1::RateListState state, absl::string_view what) {
  if (list.state() == state) return absl::OkStatus();
  return WrongState(list.name(), v1::RateListState_Name(list.state()), what);
}

absl::Status CheckEmployers(const Employers& employers, const v1::RateTable& table) {
  FieldViolations faults;
  if (employers.empty()) faults.Add("employers", "must be given");
  std::set<absl::string_view> seen;
  for (int i = 0; i < employers.size(); ++i) {
    const std::string field = absl::StrCat("employers[", i, "]");
    CheckFigures(field, employers[i], table, faults);
    if (!seen.insert(employers[i].credit_code()).second) {
      faults.Add(field + ".credit_code", "is twice among the employers");
    }
  }
  return faults.ToStatus();
}

absl::Status CheckUsable(const v1::RateTable& table, int year) {
  if (table.bands().empty()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           "the rate table has no thresholds: they are not known for this place yet",
                           "RATE_TABLE_EMPTY", {{"rate_table", table.name()}});
  }
  if (IsInForce(table, absl::CivilDay(year, 1, 1))) return absl::OkStatus();
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                         absl::StrCat("the rate table is not in force on the first day of ", year),
                         "RATE_TABLE_NOT_IN_FORCE", {{"rate_table", table.name()}});
}

v1::RateList NewList(const std::string& name, const std::string& rate_table, absl::Time now) {
  v1::RateList list;
  list.set_name(name);
  list.set_rate_table(rate_table);
  list.set_state(v1::RATE_LIST_STATE_COLLECTING);
  *list.mutable_create_time() = ToTimestamp(now);
  return list;
}

v1::EmployerRate Listed(const std::string& list, const v1::EmployerFigures& figures) {
  v1::EmployerRate rate;
  rate.set_name(absl::StrCat(list, "/rates/", figures.credit_code()));
  *rate.mutable_figures() = figures;
  rate.set_etag(NextEtag(""));
  return rate;
}

void BeginProposal(v1::RateList& list, const v1::RateTable& table, const Putting& by) {
  ClearCounts(list);
  list.clear_employer_count();
  list.set_state(v1::RATE_LIST_STATE_PROPOSED);
  list.set_proposer(by.actor);
  *list.mutable_propose_time() = ToTimestamp(by.time);
  *list.mutable_table_used() = table;
  Touch(list, by.time);
}

void ProposePage(v1::RateList& list, std::vector<v1::EmployerRate>& rates, const RateRule& rule,
                 const std::map<std::string, int>& previous) {
  for (v1::EmployerRate& rate : rates) {
    rate.set_previous_percent(PreviousOf(rate.figures(), previous));
    ProposedRate proposed = rule.Propose(rate.figures(), rate.previous_percent());
    rate.set_proposed_percent(proposed.percent);
    rate.set_percent(proposed.percent);
    rate.set_rate_ppm(proposed.rate_ppm);
    *rate.mutable_derivation() = std::move(proposed.derivation);
    ClearCorrection(rate);
    rate.set_etag(NextEtag(rate.etag()));
    Count(list, rate, 1);
  }
  list.set_employer_count(list.employer_count() + static_cast<int>(rates.size()));
}

absl::Status Correct(v1::RateList& list, v1::EmployerRate& rate, int percent, const Putting& by) {
  FieldViolations faults;
  const RateRule rule(list.table_used());
  const int industry_class = rate.figures().industry_class();
  if (!rule.IsGrade(industry_class, percent)) {
    faults.Add("percent", absl::StrCat("is no grade of class ", industry_class, " in the table"));
  }
  CheckText("reason", by.reason, kLongestReason, true, faults);
  if (!faults.empty()) return faults.ToStatus();
  Count(list, rate, -1);
  rate.set_percent(percent);
  rate.set_rate_ppm(rule.RateOf(industry_class, percent));
  rate.set_correction_reason(by.reason);
  rate.set_corrector(by.actor);
  *rate.mutable_correct_time() = ToTimestamp(by.time);
  rate.set_etag(NextEtag(rate.etag()));
  Count(list, rate, 1);
  Touch(list, by.time);
  return absl::OkStatus();
}

void Reopen(v1::RateList& list, absl::Time now) {
  ClearCounts(list);
  list.set_state(v1::RATE_LIST_STATE_COLLECTING);
  list.clear_proposer();
  list.clear_propose_time();
  list.clear_table_used();
  Touch(list, now);
}

void ClearRates(std::vector<v1::EmployerRate>& rates) {
  for (v1::EmployerRate& rate : rates) {
    ClearCorrection(rate);
    rate.clear_proposed_percent();
    rate.clear_percent();
    rate.clear_rate_ppm();
    rate.clear_previous_percent();
    rate.clear_derivation();
    rate.set_etag(NextEtag(rate.etag()));
  }
}

void Publish(v1::RateList& list, const Putting& by) {
  list.set_state(v1::RATE_LIST_STATE_PUBLISHED);
  list.set_publisher(by.actor);
  *list.mutable_publish_time() = ToTimestamp(by.time);
  Touch(list, by.time);
}

absl::Status CheckHandlesRates(const Identity& caller, const type::v1::Plan& plan, const v1::RateTable& table) {
  return CheckActsFor(caller, plan, table.reviewing_department());
}

absl::Status CheckReadsRates(const Identity& caller, const type::v1::Plan& plan, const v1::RateTable& table) {
  if (absl::Status own = CheckOwnPlan(caller, plan); !own.ok()) return own;
  if (caller.role == type::v1::ROLE_OBSERVER || caller.role == type::v1::ROLE_AUDITOR) return absl::OkStatus();
  return CheckHandlesRates(caller, plan, table);
}

}  // namespace lianfang::fund
