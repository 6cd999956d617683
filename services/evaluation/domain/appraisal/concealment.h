// Concealed accidents (瞒报): what may be recorded, and who decides. Pure.
//
// The office records a concealment with the document that proves it, another person of the office decides, and whoever revokes it later is
// another person than the one who confirmed it: it costs a department points, so no single person makes it or takes it away.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_CONCEALMENT_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_CONCEALMENT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/evaluation/v1/appraisal_service.pb.h"
#include "lianfang/evaluation/v1/concealment.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// OK, or INVALID_ARGUMENT with every fault of a concealment that is to be recorded.
absl::Status CheckConcealment(const v1::Concealment& concealment, const type::v1::Plan& plan, absl::Time now);

// OK, or ALREADY_EXISTS: one of `others` is the same accident, neither rejected nor revoked, and not among those that the recorder knows to be
// of another accident, by name. One accident costs its points once, in however many spellings of the employer, regions and industries it is known.
absl::Status CheckIsNew(const v1::Concealment& concealment, const std::vector<v1::Concealment>& others,
                        const std::vector<std::string>& different_from = {});

// Fills in what the server gives. The concealment was checked; `different_from` names those that the recorder knows to be of other accidents.
void Complete(const type::v1::Plan& plan, const std::string& actor, absl::Time now,
              const std::vector<std::string>& different_from, v1::Concealment& concealment);

// OK, or why the caller may not decide so: INVALID_ARGUMENT, FAILED_PRECONDITION, or PERMISSION_DENIED with the reason FOUR_EYES.
absl::Status CheckDecision(const v1::Concealment& concealment, const v1::DecideConcealmentRequest& request,
                           const Identity& caller);
absl::Status CheckRevocation(const v1::Concealment& concealment, const v1::RevokeConcealmentRequest& request,
                             const Identity& caller);

// Adds the step that leads to `state`.
void Advance(v1::ConcealmentState state, const std::string& actor, const std::string& reason, absl::Time now,
             v1::Concealment& concealment);

// Whether it stood confirmed at `time`.
bool IsConfirmedAt(const v1::Concealment& concealment, absl::Time time);

// Of the concealments that stood confirmed at `time`, those that count: of several of one accident, as were recorded before they were told apart
// (CheckIsNew), the one that was confirmed first. Two that look like one accident are two where either names the other in `different_from`.
// In their order.
std::vector<const v1::Concealment*> ThatCountAt(const std::vector<const v1::Concealment*>& concealments,
                                                absl::Time time);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_CONCEALMENT_H_
