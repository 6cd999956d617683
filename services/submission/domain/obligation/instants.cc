#include "services/submission/domain/obligation/instants.h"

#include <cstddef>

#include "common/time.h"

namespace lianfang::submission {

std::vector<v1::InstantChange> ChangesBetween(const v1::Obligation& before, const v1::Obligation& after) {
  const Instants was = InstantsOf(before);
  const Instants is = InstantsOf(after);
  std::vector<v1::InstantChange> changes;
  for (int i = 0; i < v1::ObligationInstant_ARRAYSIZE; ++i) {
    const auto at = static_cast<size_t>(i);
    if (was[at] == is[at]) continue;
    v1::InstantChange& change = changes.emplace_back();
    change.set_instant(static_cast<v1::ObligationInstant>(i));
    if (was[at]) *change.mutable_previous_time() = ToTimestamp(*was[at]);
    if (is[at]) *change.mutable_time() = ToTimestamp(*is[at]);
  }
  return changes;
}

}  // namespace lianfang::submission
