// The shared rule of deadlines (deadlines/deadline.h) under this service's names, and what a message takes from it.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DEADLINES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DEADLINES_H_

#include "absl/time/time.h"
#include "deadlines/deadline.h"
#include "deadlines/lateness.h"
#include "deadlines/standing.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::submission {

using deadlines::FilingTime;
using deadlines::JudgeFiling;
using deadlines::Judgement;
using deadlines::OpenSendBack;
using deadlines::Standing;
using deadlines::StandingAt;

// Sets what the standing determines: state, its reasons, the edition awaited.
void SetStanding(v1::Obligation& obligation, absl::Time as_of);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_OBLIGATION_DEADLINES_H_
