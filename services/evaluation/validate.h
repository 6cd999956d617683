// What a request must be before anything is loaded for it. Pure: `now` is a value.
#ifndef LIANFANG_SERVICES_EVALUATION_VALIDATE_H_
#define LIANFANG_SERVICES_EVALUATION_VALIDATE_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "lianfang/evaluation/v1/evaluation_service.pb.h"
#include "services/evaluation/domain/names.h"

namespace lianfang::evaluation {

// A question for a scorecard.
struct ScorecardQuestion {
  ScorecardName name;
  absl::Time as_of;                   // InfiniteFuture: now, with all that was received
  absl::Time min_return_update_time;  // InfinitePast: none
};

// INVALID_ARGUMENT naming every field at fault.
absl::StatusOr<ScorecardQuestion> Validate(const v1::GetScorecardRequest& request, absl::Time now);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_VALIDATE_H_
