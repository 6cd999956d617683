// The decision about one target, in numbers alone: what was read of each subject is added up and held against the rule.
//
//   std::optional<Verdict> verdict = Decide(rule, indicator, {{Reliability::kFinal, {.numerator = 5}}}, base_readings);
//   verdict->status                                     // RESULT_STATUS_NOT_ATTAINED
//
// Explained results (result.h) and mere counts of statuses (grid_judge.h) both come from here.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_VERDICT_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_VERDICT_H_

#include <cstddef>
#include <optional>

#include "absl/types/span.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/facts/reading.h"
#include "services/evaluation/domain/verdict/indicator_value.h"
#include "services/evaluation/domain/verdict/target_rule.h"

namespace lianfang::evaluation {

// One period of all subjects, added up.
struct Side {
  Reliability reliability = Reliability::kNotApplicable;  // the worst of those not left out
  IndicatorValue value;                                   // where the reliability is known
  Sums reported;                                          // of those that are known, whatever the others are
};

struct Verdict {
  v1::ResultStatus status = v1::RESULT_STATUS_UNSPECIFIED;
  Side actual;
  Side baseline;
  std::optional<Bound> bound;  // nothing while the baseline is not known
};

// Whether the subject at `index` does not apply in either period: it is left out of both, so that the same subjects
// stand on both sides. `other` is empty where nothing is compared with.
bool IsLeftOut(absl::Span<const Reading> side, absl::Span<const Reading> other, size_t index);

// Nothing where the value does not fit.
std::optional<Side> AddUp(const type::v1::Indicator& indicator, absl::Span<const Reading> side,
                          absl::Span<const Reading> other);

// Statuses, in the order in which they are decided:
//   1. A subject left out counts on neither side. When none is left: NOT_APPLICABLE. Likewise for a denominator of 0
//      that the plan calls so, once all figures of its period are final.
//   2. A figure overdue, or never to come: MISSING. A figure not yet due: PENDING, and so is what is stated not to
//      apply, or has nothing to divide by, while that is provisional. Nothing absent is read as 0.
//   3. ATTAINED or NOT_ATTAINED as the rule says; PROVISIONAL_… when any return used is not accepted, or provisional
//      by nature.
//
// The readings of both periods are of the same subjects in the same order; `baseline` is empty for a rule without one.
// Nothing where the figures are so great that no exact result fits.
std::optional<Verdict> Decide(const TargetRule& rule, const type::v1::Indicator& indicator,
                              absl::Span<const Reading> actual, absl::Span<const Reading> baseline);

// Whether a status says whether the target holds.
bool IsVerdict(v1::ResultStatus status);
bool IsAttained(v1::ResultStatus status);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_VERDICT_VERDICT_H_
