// What an expert's document must be, whoever writes it.
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_EXPERT_RULES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_EXPERT_RULES_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "google/protobuf/field_mask.pb.h"
#include "lianfang/expert/v1/expert.pb.h"
#include "services/expert/domain/pool/pool_view.h"

namespace lianfang::expert {

// OK, or INVALID_ARGUMENT naming every field at fault under `expert.`. Reads what callers write, nothing else.
absl::Status CheckExpert(const v1::Expert& expert, const PoolView& pool, absl::CivilDay today);

// OK, or INVALID_ARGUMENT under `field`: a party by its credit code and name.
absl::Status CheckParty(absl::string_view field, const v1::Party& party);
// The same for a tie, and the days that it lasts.
absl::Status CheckTie(absl::string_view field, const v1::Tie& tie);

// INVALID_ARGUMENT when a field that the server gives is set, or the name.
absl::Status CheckNoOutput(const v1::Expert& expert);

// `stored` with the masked fields of `wanted`. INVALID_ARGUMENT for a mask that names what UpdateExpert may not change.
absl::StatusOr<v1::Expert> ApplyUpdate(const v1::Expert& stored, const v1::Expert& wanted,
                                       const google::protobuf::FieldMask& mask);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_MEMBER_EXPERT_RULES_H_
