#include "services/exchange/exchange_context.h"

#include <utility>

#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"

namespace lianfang::exchange {

absl::StatusOr<std::shared_ptr<const type::v1::Plan>> ExchangeContext::FindPlan(absl::string_view field,
                                                                                const std::string& name,
                                                                                absl::Time deadline) const {
  if (absl::Status status = CheckPlanName(field, name); !status.ok()) return status;
  return plans.Newest(name, deadline);
}

absl::StatusOr<v1::Agreement> ExchangeContext::FindAgreement(absl::string_view field, const std::string& name,
                                                             absl::Time deadline) const {
  if (absl::Status status = CheckAgreementName(field, name); !status.ok()) return status;
  auto found = store.FindAgreement(name, deadline);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NotFound(name);
  return **std::move(found);
}

}  // namespace lianfang::exchange
