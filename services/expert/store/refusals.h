// What every store refuses in the same words.
#ifndef LIANFANG_SERVICES_EXPERT_STORE_REFUSALS_H_
#define LIANFANG_SERVICES_EXPERT_STORE_REFUSALS_H_

#include "absl/status/status.h"
#include "common/errors.h"

namespace lianfang::expert {

inline absl::Status AlreadyInPool() {
  return ErrorWithReason(absl::StatusCode::kAlreadyExists, "the person is in the pool already", "ALREADY_IN_POOL");
}

inline absl::Status DoubleBooking() {
  return ErrorWithReason(absl::StatusCode::kFailedPrecondition, "somebody of the panel sits elsewhere at that time",
                         "DOUBLE_BOOKING");
}

inline absl::Status CursorHasMoved() { return absl::AbortedError("the cursor has moved: another replica follows"); }

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_STORE_REFUSALS_H_
