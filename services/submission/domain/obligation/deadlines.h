// Where an obligation stands at an instant, and why. Pure: the one place that knows.
//
// Instants are half-open: filed at `due_time` is late, asked at `lock_time` is locked. An obligation may ask twice: for
// a first filing, and, where that is provisional by nature, for the final figures once `final_open_time` has come. What
// is sent back is owed again by the due instant of the edition sent back, or the send-back's own if that is later.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DEADLINES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DEADLINES_H_

#include <string>

#include "absl/time/time.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::submission {

struct Standing {
  v1::ObligationState state;
  std::string reason;         // Chinese, for people
  std::string reason_en;      // English
  v1::ReturnEdition awaited;  // unspecified: nothing
  absl::Time due;             // in force for what is awaited; infinite where nothing is
};

// Facts later than `as_of` (a filing, a return sent back, an extension) are not seen, so past instants can be asked
// about.
Standing StandingAt(const v1::Obligation& obligation, absl::Time as_of);

// Sets what the standing determines: state, its reasons, the edition awaited.
void SetStanding(v1::Obligation& obligation, absl::Time as_of);

// What a filing is judged by.
struct Judgement {
  bool final;      // it carries the final figures
  absl::Time due;  // late from this instant on
};

// How a filing at `now` would be judged.
Judgement JudgeFiling(const v1::Obligation& obligation, absl::Time now);

// The send-back that waits for an answer, or null.
const v1::SendBack* OpenSendBack(const v1::Obligation& obligation);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DEADLINES_H_
