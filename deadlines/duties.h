// An obligation as duties (duty.v1): the first figures, every return sent back, and the final figures, one after the
// other. Pure; what is awaited when is the rule of deadline.h, and is asked there.
//
//   for (const duty::v1::Duty& duty : DutiesOf(obligation, plan)) ...
#ifndef LIANFANG_DEADLINES_DUTIES_H_
#define LIANFANG_DEADLINES_DUTIES_H_

#include <vector>

#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::deadlines {

// The occasion of the final figures (终报). The first ones have none.
inline constexpr char kFinalOccasion[] = "final";

// The kind of these duties.
inline constexpr char kReturnKind[] = "return";

// In the order in which they follow each other; states are not set. Words are those of `plan`; an id that it lacks stands
// for itself.
std::vector<duty::v1::Duty> DutiesOf(const submission::v1::Obligation& obligation, const type::v1::Plan& plan);

}  // namespace lianfang::deadlines

#endif  // LIANFANG_DEADLINES_DUTIES_H_
