#include "services/fund/domain/provider/provider_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "services/fund/domain/budget/documents.h"
#include "services/fund/domain/budget/fund_policy.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/domain/values/days.h"

namespace lianfang::fund {
namespace {

constexpr size_t kLongestDescription = 5000;
constexpr int kMostConducts = 500;
constexpr size_t kMostProviderBytes = 256 * 1024;  // it is answered as one message

bool Has(const v1::Provider& provider, v1::ProviderKind kind) {
  return std::find(provider.kinds().begin(), provider.kinds().end(), kind) != provider.kinds().end();
}

}  // namespace

absl::Status CheckProvider(const v1::Provider& provider) {
  FieldViolations faults;
  faults.AddAll("", CheckProviderName("provider.name", provider.name()));
  CheckOneLine("provider.display_name", provider.display_name(), kLongestLine, faults);
  CheckText("provider.description", provider.description(), kLongestDescription, false, faults);
  CheckDocuments("provider.documents", provider.documents(), faults);
  std::set<int> seen;
  if (provider.kinds().empty()) faults.Add("provider.kinds", "must be given");
  for (const int kind : provider.kinds()) {
    const bool known = kind != v1::PROVIDER_KIND_UNSPECIFIED && v1::ProviderKind_IsValid(kind);
    if (!known) faults.Add("provider.kinds", "is no known kind");
    if (!seen.insert(kind).second) faults.Add("provider.kinds", "is given twice");
  }
  return faults.ToStatus();
}

absl::Status CheckConduct(const v1::Provider& provider, const v1::Conduct& conduct, const type::v1::Plan& plan,
                          absl::Time now) {
  FieldViolations faults;
  const absl::CivilDay today = DayAt(plan, now);
  const bool known = conduct.kind() != v1::CONDUCT_KIND_UNSPECIFIED && v1::ConductKind_IsValid(conduct.kind());
  if (!known) faults.Add("conduct.kind", "is no known kind");
  const bool dated = CheckPastDate("conduct.date", conduct.date(), today, faults);
  CheckText("conduct.reason", conduct.reason(), kLongestReason, true, faults);
  if (!conduct.project().empty()) faults.AddAll("", CheckProjectName("conduct.project", conduct.project()));
  CheckDocument("conduct.document", conduct.document(), faults);
  if (!faults.empty()) return faults.ToStatus();
  if (conduct.kind() == v1::CONDUCT_KIND_BAR_LIFTED && dated &&
      !BarredUntil(provider, plan, DayOf(conduct.date())).has_value()) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "no bar is in force on that day", "NOT_BARRED");
  }
  if (provider.ByteSizeLong() + conduct.ByteSizeLong() > kMostProviderBytes) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("it would have more than ", kMostProviderBytes, " bytes"), "RECORD_FULL");
  }
  if (provider.conducts_size() >= kMostConducts) {
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("its record has ", kMostConducts, " entries; no more are kept"), "RECORD_FULL");
  }
  return absl::OkStatus();
}

bool IsThirdParty(const v1::Provider& provider) { return Has(provider, v1::PROVIDER_KIND_THIRD_PARTY); }

std::optional<absl::CivilDay> BarredUntil(const v1::Provider& provider, const type::v1::Plan& plan,
                                          absl::CivilDay day) {
  std::optional<absl::CivilDay> until;
  for (const v1::Conduct& bar : provider.conducts()) {
    if (bar.kind() != v1::CONDUCT_KIND_BARRED || DayOf(bar.date()) > day) continue;
    absl::CivilDay last = AddMonths(DayOf(bar.date()), ProviderBarMonths(plan)) - 1;
    for (const v1::Conduct& lift : provider.conducts()) {
      const bool later = FromTimestamp(lift.time()) >= FromTimestamp(bar.time());
      if (lift.kind() == v1::CONDUCT_KIND_BAR_LIFTED && later && DayOf(lift.date()) >= DayOf(bar.date())) {
        last = std::min(last, DayOf(lift.date()) - 1);
      }
    }
    if (last >= day) until = std::max(until.value_or(last), last);
  }
  return until;
}

v1::Provider Entered(const v1::Provider* before, const v1::Provider& wanted, absl::Time now) {
  v1::Provider provider;
  provider.set_name(wanted.name());
  provider.set_display_name(wanted.display_name());
  *provider.mutable_kinds() = wanted.kinds();
  provider.set_description(wanted.description());
  *provider.mutable_documents() = wanted.documents();
  if (before != nullptr) *provider.mutable_conducts() = before->conducts();
  provider.set_etag(NextEtag(before == nullptr ? "" : before->etag()));
  *provider.mutable_create_time() = before == nullptr ? ToTimestamp(now) : before->create_time();
  *provider.mutable_update_time() = ToTimestamp(now);
  return provider;
}

void Record(v1::Provider& provider, const v1::Conduct& conduct, const Putting& by) {
  v1::Conduct& kept = *provider.add_conducts();
  kept = conduct;
  kept.set_actor(by.actor);
  *kept.mutable_time() = ToTimestamp(by.time);
  provider.set_etag(NextEtag(provider.etag()));
  *provider.mutable_update_time() = ToTimestamp(by.time);
}

v1::Provider Shown(v1::Provider provider, const ContractCounts& counts, const type::v1::Plan& plan,
                   absl::CivilDay day) {
  if (const auto until = BarredUntil(provider, plan, day); until.has_value()) {
    *provider.mutable_barred_until_date() = ToDate(*until);
  }
  provider.set_contract_count(counts.contracts);
  provider.set_accepted_count(counts.accepted);
  provider.set_failed_count(counts.failed);
  return provider;
}

}  // namespace lianfang::fund
