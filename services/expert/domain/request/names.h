// Resource names of this service: `experts/{expert}`, `engagements/{engagement}`, `engagements/{engagement}/draw`,
// `plans/{plan}/pools/{pool}` and `…/composition`. Within the service a name is the key; ids are not taken apart.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_REQUEST_NAMES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_REQUEST_NAMES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace lianfang::expert {

// OK, or INVALID_ARGUMENT under `field`.
absl::Status CheckExpertName(absl::string_view field, absl::string_view name);
absl::Status CheckEngagementName(absl::string_view field, absl::string_view name);
absl::Status CheckPoolName(absl::string_view field, absl::string_view name);

// The engagement of a draw's name.
absl::StatusOr<std::string> EngagementOfDraw(absl::string_view field, absl::string_view name);
// The pool of a composition's name.
absl::StatusOr<std::string> PoolOfComposition(absl::string_view field, absl::string_view name);

std::string DrawName(absl::string_view engagement);

// `plans/{plan}` and `{pool}` of a well-formed pool's name.
std::string PlanOfPool(absl::string_view pool);
std::string PoolId(absl::string_view pool);

// NOT_FOUND for a resource that does not exist.
absl::Status NotFound(absl::string_view name);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_REQUEST_NAMES_H_
