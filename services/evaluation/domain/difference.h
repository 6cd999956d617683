// Why a result differs from the one before: which input, which figure, whose decision, or just a due instant that
// passed.
//
//   std::vector<v1::ResultCause> causes = CausesOf(plan, {&before, 1}, {&after, 1});
//   causes[0].text().zh()      // "2021年度：第 2 版更正第 1 版（回执 #14），安全生产事故起数 156 → 155"
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_DIFFERENCE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_DIFFERENCE_H_

#include <vector>

#include "lianfang/evaluation/v1/evaluation.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// A result and the edition of the plan that it applied; null where there is no result.
struct JudgedResult {
  const v1::Result* result;
  int plan_edition;
};

// What happened to the inputs and the plan; where nothing did, the figures that became due. `plan` names things.
std::vector<v1::ResultCause> CausesOf(const type::v1::Plan& plan, const JudgedResult& before,
                                      const JudgedResult& after);

// What differs between the scorecards of one region and period at two instants; `plan` is the later edition.
v1::ScorecardComparison CompareScorecards(const type::v1::Plan& plan, const v1::Scorecard& from,
                                          const v1::Scorecard& to);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_DIFFERENCE_H_
