// Checks that several mutations make alike.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_REQUEST_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_REQUEST_RULES_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/errors.h"
#include "common/identity.h"
#include "common/time.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/submission/domain/obligation/obligations.h"

namespace lianfang::submission {

// Bounds on texts, in characters: notes and reasons; remarks on one figure.
inline constexpr size_t kMaxText = 2000;
inline constexpr size_t kMaxRemark = 500;

void CheckLength(FieldViolations& faults, absl::string_view field, absl::string_view text, size_t most);

// PERMISSION_DENIED unless the caller is of the office that the plan names.
absl::Status CheckPlanOffice(const type::v1::Plan& plan, const Identity& caller);

// ABORTED when a given etag is not the current one; an empty one is not checked.
absl::Status CheckEtag(absl::string_view given, absl::string_view current);

// ABORTED: what the caller names is not what stands now.
absl::Status Stale(absl::string_view what, absl::string_view given, absl::string_view current);

// Marks a stored change of a return or an obligation.
template <typename Resource>
void Touch(Resource& resource, absl::Time now) {
  resource.set_etag(NextEtag(resource.etag()));
  *resource.mutable_update_time() = ToTimestamp(now);
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_REQUEST_REQUEST_RULES_H_
