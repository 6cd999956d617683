// The register of providers and model enterprises: what an entry must be, and what its record means.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_PROVIDER_PROVIDER_RULES_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_PROVIDER_PROVIDER_RULES_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "lianfang/fund/v1/provider.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/fund/domain/budget/budget_rules.h"

namespace lianfang::fund {

// OK, or INVALID_ARGUMENT naming every fault.
absl::Status CheckProvider(const v1::Provider& provider);
absl::Status CheckConduct(const v1::Provider& provider, const v1::Conduct& conduct, const type::v1::Plan& plan,
                          absl::Time now);

bool IsThirdParty(const v1::Provider& provider);

// The last day of the bar that is in force on `day`, by the plan's months; nothing where there is none. A bar that was lifted ends on the
// day before it was.
std::optional<absl::CivilDay> BarredUntil(const v1::Provider& provider, const type::v1::Plan& plan, absl::CivilDay day);

// The entry as stored: `wanted` in the place of `before` (null: the first), its record kept.
v1::Provider Entered(const v1::Provider* before, const v1::Provider& wanted, absl::Time now);

// Puts it on record.
void Record(v1::Provider& provider, const v1::Conduct& conduct, const Putting& by);

// How a provider's contracts went.
struct ContractCounts {
  int contracts = 0;
  int accepted = 0;
  int failed = 0;
};

// An entry as answered on a day.
v1::Provider Shown(v1::Provider provider, const ContractCounts& counts, const type::v1::Plan& plan, absl::CivilDay day);

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_PROVIDER_PROVIDER_RULES_H_
