// Who may decide on a return, and who may act for the department that owes it: checks that several rules share. Pure.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_DECIDER_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_DECIDER_RULES_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "common/identity.h"
#include "lianfang/submission/v1/obligation.pb.h"
#include "lianfang/submission/v1/return.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::submission {

// PERMISSION_DENIED unless the caller is of the department that owes the obligation, in its acting region.
absl::Status CheckOwes(const v1::Obligation& obligation, const Identity& caller);

// PERMISSION_DENIED where `decider` may be who filed the latest revision, unless the plan allows that.
absl::Status CheckFourEyes(const type::v1::Plan& plan, const v1::Return& filed, const Identity& decider);

// FAILED_PRECONDITION: the return is in a state in which this cannot be done.
absl::Status WrongState(absl::string_view message, absl::string_view reason, const v1::Return& filed);

// What is decided is what was read, not whatever was filed since: the etag must be given.
void RequireEtag(FieldViolations& faults, absl::string_view etag);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_DECIDER_RULES_H_
