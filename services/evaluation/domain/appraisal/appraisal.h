// What a plan's assessment (考核, Plan.assessment) says of its departments for a period. Pure.
//
//   std::vector<v1::Appraisal> appraisals = AppraiseDepartments(plan, scorecard, duties, concealments, as_of);
//
// An item's share is what was reached of what was counted, exactly; an item without anything to count does not concern the department, and
// leaves its points to the others in proportion: score = 100 · Σ points · share ÷ Σ points of the items that do.
//
// - Verdicts: results of the department's industries. Undecided ones and those that do not apply are not counted; a missing figure is
//   counted, and not reached.
// - Punctuality: duties of every kind that are due in the period, those done in time. What is not due yet and not done is not counted.
// - Tasks, rectification, discrepancies: duties of that kind, those done at all.
// - Indicator: for each of the department's results of the indicator, actual ÷ bound, at most 1; their mean. A missing figure is 0.
//
// From the score the plan's `concealment_points` are taken off for each accident of the department that stands confirmed as concealed and was
// proven so in the period; once, however often it is recorded, and never more than there is.
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_APPRAISAL_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_APPRAISAL_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/evaluation/v1/appraisal.pb.h"
#include "lianfang/evaluation/v1/concealment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// Kinds of duties (DutyTerm.id) that sources count, as the services that owe them call them.
inline constexpr char kTaskDuty[] = "task";
inline constexpr char kRectificationDuty[] = "rectification";
inline constexpr char kDiscrepancyDuty[] = "discrepancy";

// Of every department of the plan that an item concerns, in the plan's order, with places. `scorecard` is that of the region and period;
// `duties` are those about the region, of which those due within the period's days are counted; `concealments` are all of the plan.
std::vector<v1::Appraisal> AppraiseDepartments(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                                               const std::vector<duty::v1::Duty>& duties,
                                               const std::vector<v1::Concealment>& concealments, absl::Time as_of);

// The duties that are due within the days of the scorecard's period, in their order.
std::vector<const duty::v1::Duty*> DutiesOfPeriod(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                                                  const std::vector<duty::v1::Duty>& duties);

// The concealments of a scorecard's region and period that stand confirmed, in their order.
struct CountedConcealments {
  std::vector<const v1::Concealment*> counting;
  std::vector<const v1::Concealment*> duplicates;  // of accidents that count already, in this period or another one
};

// As they stood at `as_of`. An accident counts once in all periods, industries and regions of the scorecard's (concealment.h, ThatCountAt).
CountedConcealments ConcealmentsOfPeriod(const type::v1::Plan& plan, const v1::Scorecard& scorecard,
                                         const std::vector<v1::Concealment>& concealments, absl::Time as_of);

// The period of this id, or null.
const type::v1::Period* FindPeriod(const type::v1::Plan& plan, const std::string& id);

// Sets in each appraisal, ordered by period, the change against the one before that has a score.
void SetChanges(std::vector<v1::Appraisal>& history);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_APPRAISAL_APPRAISAL_H_
