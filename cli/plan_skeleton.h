// Plans to begin with: a commented skeleton, and the next cycle of an earlier plan. Pure.
#ifndef LIANFANG_CLI_PLAN_SKELETON_H_
#define LIANFANG_CLI_PLAN_SKELETON_H_

#include <string>

#include "absl/strings/string_view.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::cli {

// A small plan as textproto, with a comment on everything that has to be filled in. It is complete: publishing it with
// `--validate-only` finds nothing missing.
absl::string_view PlanSkeleton();

// By how many years a plan moves so that its first period with a target follows its last period.
int YearsToNextCycle(const type::v1::Plan& plan);

// The plan with every date, and every year in its name, title and periods, moved by `years`; without its document
// number, which the next one has of its own, and without what the server gives. The last day of a February stays the last.
type::v1::Plan MovedByYears(const type::v1::Plan& plan, int years);

// The plan as textproto, with a comment at the top on what has to be looked at.
std::string PlanTextproto(const type::v1::Plan& plan);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_PLAN_SKELETON_H_
