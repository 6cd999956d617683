// The life of a rate list: figures are collected, rates proposed, corrected, published.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_LIST_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_LIST_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "google/protobuf/repeated_field.h"
#include "lianfang/fund/v1/premium.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/fund/domain/budget/budget_rules.h"
#include "services/fund/domain/premium/rate_rule.h"

namespace lianfang::fund {

using Employers = google::protobuf::RepeatedPtrField<v1::EmployerFigures>;

// FAILED_PRECONDITION unless the list is in that state.
absl::Status CheckState(const v1::RateList& list, v1::RateListState state, absl::string_view what);

// INVALID_ARGUMENT naming every fault of the figures, an employer that is twice among them included.
absl::Status CheckEmployers(const Employers& employers, const v1::RateTable& table);

// FAILED_PRECONDITION where no rate can be proposed by the table for this year.
absl::Status CheckUsable(const v1::RateTable& table, int year);

// A list as the first figures make it.
v1::RateList NewList(const std::string& name, const std::string& rate_table, absl::Time now);

// A rate without proposal, of these figures.
v1::EmployerRate Listed(const std::string& list, const v1::EmployerFigures& figures);

// Makes the list a proposed one in which no rate is counted yet. Every rate of it is then proposed once, in pages of any length.
void BeginProposal(v1::RateList& list, const v1::RateTable& table, const Putting& by);

// Proposes these rates, and adds them to the list's counts. `rule` is that of the list's table, `previous` has the per cents that the list
// before has for them.
void ProposePage(v1::RateList& list, std::vector<v1::EmployerRate>& rates, const RateRule& rule,
                 const std::map<std::string, int>& previous);

// Corrects a proposed rate: `percent` is a grade of its class. INVALID_ARGUMENT.
absl::Status Correct(v1::RateList& list, v1::EmployerRate& rate, int percent, const Putting& by);

// Opens the list for figures again. Every rate of it is then cleared.
void Reopen(v1::RateList& list, absl::Time now);

// Leaves the figures alone: no rate, no derivation, no correction.
void ClearRates(std::vector<v1::EmployerRate>& rates);

void Publish(v1::RateList& list, const Putting& by);

// Who reads and who handles lists: the plan's office, the department that reviews by the table; observers and auditors read.
// PERMISSION_DENIED.
absl::Status CheckReadsRates(const Identity& caller, const type::v1::Plan& plan, const v1::RateTable& table);
absl::Status CheckHandlesRates(const Identity& caller, const type::v1::Plan& plan, const v1::RateTable& table);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PREMIUM_RATE_LIST_H_
