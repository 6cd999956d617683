#include "services/submission/domain/obligation/deadlines.h"

#include <utility>

namespace lianfang::submission {

void SetStanding(v1::Obligation& obligation, absl::Time as_of) {
  Standing standing = StandingAt(obligation, as_of);
  obligation.set_state(standing.state);
  obligation.set_state_reason(std::move(standing.reason));
  obligation.set_state_reason_en(std::move(standing.reason_en));
  obligation.set_awaited_edition(standing.awaited);
}

}  // namespace lianfang::submission
