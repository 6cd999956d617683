// Where an obligation stands at an instant, and why, in words (the rule is in deadline.h).
//
//   StandingAt(obligation, now).reason        // 已逾期 3 天
#ifndef LIANFANG_DEADLINES_STANDING_H_
#define LIANFANG_DEADLINES_STANDING_H_

#include <string>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::deadlines {

struct Standing {
  submission::v1::ObligationState state;
  std::string reason;                     // Chinese, for people
  std::string reason_en;                  // English
  submission::v1::ReturnEdition awaited;  // unspecified: nothing
  absl::Time due;                         // in force for what is awaited; infinite where nothing is
};

// Facts later than `as_of` (a filing, a return sent back, an extension) are not seen, so past instants can be asked
// about.
Standing StandingAt(const submission::v1::Obligation& obligation, absl::Time as_of);

}  // namespace lianfang::deadlines

#endif  // LIANFANG_DEADLINES_STANDING_H_
