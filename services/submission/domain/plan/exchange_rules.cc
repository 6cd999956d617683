#include "services/submission/domain/plan/exchange_rules.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/submission/domain/plan/plan_checks.h"

namespace lianfang::submission {
namespace {

constexpr int kMostThreshold = 100;
constexpr int kMostDays = 366;
constexpr int kMostRules = 50;

void CheckRange(FieldViolations& faults, absl::string_view path, int value, int most) {
  if (value < 0 || value > most) faults.Add(path, absl::StrCat("must be 0 to ", most, ", was ", value));
}

}  // namespace

absl::Status ValidateExchange(const type::v1::Plan& plan) {
  FieldViolations faults;
  const type::v1::ExchangePolicy& exchange = plan.exchange();
  CheckRange(faults, "plan.exchange.suppression_threshold", exchange.suppression_threshold(), kMostThreshold);
  CheckRange(faults, "plan.exchange.clear_days", exchange.clear_days(), kMostDays);
  if (exchange.rules_size() > kMostRules)
    faults.Add("plan.exchange.rules", absl::StrCat("must be at most ", kMostRules));
  CheckUniqueIds(faults, "exchange.rules", exchange.rules());
  for (int i = 0; i < exchange.rules_size(); ++i) {
    const type::v1::DiscrepancyRule& rule = exchange.rules(i);
    CheckRange(faults, At("exchange.rules", i, "days"), rule.days(), kMostDays);
    if (rule.off() && rule.days() != 0) faults.Add(At("exchange.rules", i, "days"), "is not for a rule that is off");
  }
  return faults.ToStatus();
}

}  // namespace lianfang::submission
