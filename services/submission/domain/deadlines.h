// Where an obligation stands at an instant, and why. Pure: the one place that knows.
//
// Instants are half-open: filed at `due_time` is late, asked at `lock_time` is locked.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_DEADLINES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_DEADLINES_H_

#include <string>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::submission {

struct Standing {
  v1::ObligationState state;
  std::string reason;  // Chinese, for people
};

// Facts later than `as_of` (a filing, a return sent back) are not seen, so past instants can be asked about.
Standing StandingAt(const v1::Obligation& obligation, absl::Time as_of);

// Sets state and state_reason as of an instant.
void SetStanding(v1::Obligation& obligation, absl::Time as_of);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_DEADLINES_H_
