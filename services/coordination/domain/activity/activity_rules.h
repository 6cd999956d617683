// What an activity may say, by its kind, and what a year of them comes to. Pure.
#ifndef LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ACTIVITY_RULES_H_
#define LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ACTIVITY_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "lianfang/coordination/v1/activity_service.pb.h"
#include "services/coordination/domain/values/plan_frame.h"

namespace lianfang::coordination {

// OK, or INVALID_ARGUMENT with every fault.
absl::Status CheckActivity(const v1::Activity& activity, const PlanFrame& frame, absl::Time now);

// OK, or why it does not go together with what the plan has: one theme a year, one base, no visit without a base or beyond what it takes.
// `others` are the plan's themes and bases.
absl::Status CheckAmongOthers(const v1::Activity& activity, const std::vector<v1::Activity>& others);

// A year of a plan. `activities` may hold others, too: they do not count.
v1::ActivitySummary Summarize(const std::vector<v1::Activity>& activities, int year);

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_DOMAIN_ACTIVITY_ACTIVITY_RULES_H_
