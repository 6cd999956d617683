// What is owed in the pools, as duties (duty.v1): the observer's nonce, answers to invitations, and the office's word on
// a term that ends. Pure. Words name no person: experts are told by their numbers.
//
//   for (const duty::v1::Duty& duty : DutiesOfExpert(record, pool)) ...
#ifndef LIANFANG_SERVICES_EXPERT_DOMAIN_DUTY_EXPERT_DUTIES_H_
#define LIANFANG_SERVICES_EXPERT_DOMAIN_DUTY_EXPERT_DUTIES_H_

#include <vector>

#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/expert/v1/draw.pb.h"
#include "lianfang/expert/v1/engagement.pb.h"
#include "services/expert/domain/pool/pool_view.h"
#include "services/expert/domain/records.h"

namespace lianfang::expert {

// Kinds of these duties.
inline constexpr char kNonceKind[] = "draw-nonce";
inline constexpr char kAnswersKind[] = "invitation-answers";
inline constexpr char kTermEndKind[] = "term-end";

// The nonce (随机数), where the draw needs one: owed by the plan's observing department from the freeze until the
// engagement starts, after which nothing is drawn any more.
std::vector<duty::v1::Duty> DutiesOfDraw(const v1::Draw& draw, const v1::Engagement& engagement, const PoolView& pool);

// The answers of everybody invited, one duty in all, since experts hold no certificates: the office sees to it that they
// come. Awaited while an invitation is open, due when the first open one ends by itself.
std::vector<duty::v1::Duty> DutiesOfEngagement(const v1::Engagement& engagement, const PoolView& pool);

// For each term, what follows it: renewed, retired or removed before it ends.
std::vector<duty::v1::Duty> DutiesOfExpert(const ExpertRecord& record, const PoolView& pool);

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_DOMAIN_DUTY_EXPERT_DUTIES_H_
