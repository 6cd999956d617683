// What a list request asks the store for.
#ifndef LIANFANG_SERVICES_EXPERT_EXPERT_FILTER_H_
#define LIANFANG_SERVICES_EXPERT_EXPERT_FILTER_H_

#include <string>

#include "absl/status/statusor.h"
#include "common/identity.h"
#include "lianfang/expert/v1/expert_service.pb.h"
#include "services/expert/store/expert_store.h"

namespace lianfang::expert {

// INVALID_ARGUMENT naming every field at fault.
absl::StatusOr<ExpertFilter> FilterOf(const v1::ListExpertsRequest& request, const Identity& caller, absl::Time now);
absl::StatusOr<EngagementFilter> FilterOf(const v1::ListEngagementsRequest& request, const Identity& caller,
                                          absl::Time now);

// The key of a page token: rank and name of the last expert shown.
std::string PageKey(const RankedExpert& last);
absl::StatusOr<ExpertPage> ReadPageKey(const std::string& key, int limit);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_EXPERT_FILTER_H_
