// How punctually the departments do their duties of every kind, by department, year and kind.
//
//   std::vector<v1::DutyPunctuality> punctuality = PunctualityOf(plan, duties, as_of);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_PUNCTUALITY_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_PUNCTUALITY_H_

#include <vector>

#include "absl/time/time.h"
#include "lianfang/duty/v1/duty.pb.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// Of duties of the plan, by department in the plan's order (those that it does not name last, by id), year and kind; all
// years and kinds of a department together after each. What is counted, the contract says (DutyPunctuality); where a duty
// stands, the shared rule (duties/duty.h).
std::vector<v1::DutyPunctuality> PunctualityOf(const type::v1::Plan& plan, const std::vector<duty::v1::Duty>& duties,
                                               absl::Time as_of);

// The duty without the words that nothing is counted by: what this service keeps of it.
duty::v1::Duty CountedPart(duty::v1::Duty duty);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_OUTLOOK_PUNCTUALITY_H_
