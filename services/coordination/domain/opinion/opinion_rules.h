// What an opinion of the union may say, and how it is answered. Pure.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_OPINION_OPINION_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_OPINION_OPINION_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "lianfang/coordination/v1/opinion_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// OK, or INVALID_ARGUMENT with every fault.
absl::Status CheckOpinion(const v1::Opinion& opinion, const PlanFrame& frame, absl::Time now);
void Issue(const std::string& actor, absl::Time now, v1::Opinion& opinion);

absl::Status CheckAnswer(const v1::Opinion& opinion, const v1::AnswerOpinionRequest& request, const Identity& caller,
                         const PlanFrame& frame);
void ApplyAnswer(const v1::AnswerOpinionRequest& request, const std::string& actor, absl::Time now,
                 v1::Opinion& opinion);

absl::Status CheckJudgement(const v1::Opinion& opinion, const v1::JudgeAnswerRequest& request, const Identity& caller,
                            const PlanFrame& frame, absl::Time now);
void ApplyJudgement(const v1::JudgeAnswerRequest& request, const std::string& actor, absl::Time now,
                    v1::Opinion& opinion);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_OPINION_OPINION_RULES_H_
