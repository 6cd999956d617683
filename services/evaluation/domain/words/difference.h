// Why a result differs from the one before: which input, which figure, whose decision, or just a due instant that
// passed.
//
//   if (Differs({&before, 1, then}, {&after, 1, now})) {
//     std::vector<v1::ResultCause> causes = CausesOf(plan, {&before, 1, then}, {&after, 1, now});
//   causes[0].text().zh()      // "2021年度：第 2 版更正第 1 版（回执 #14），安全生产事故起数 156 → 155"
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_DIFFERENCE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_DIFFERENCE_H_

#include <vector>

#include "absl/time/time.h"
#include "lianfang/evaluation/v1/evaluation.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// A result, the edition of the plan that it applied, and the instant at which it was judged; null where there is none.
struct JudgedResult {
  const v1::Result* result;
  int plan_edition;
  absl::Time as_of;
};

// Whether there is something to tell of a result: it says something else, or something happened to what it rests on.
// Not where it only says the same in other words, as after a release that changes them.
bool Differs(const JudgedResult& before, const JudgedResult& after);

// What happened to the plan and to the inputs, which may be more than one thing for each. `plan` names things.
std::vector<v1::ResultCause> CausesOf(const type::v1::Plan& plan, const JudgedResult& before,
                                      const JudgedResult& after);

// What a result becomes whose target the plan sets no more.
v1::Result Withdrawn(const v1::Result& before, const type::v1::Plan& plan);

// What differs between the scorecards of one region and period at two instants; `plan` is the later edition.
v1::ScorecardComparison CompareScorecards(const type::v1::Plan& plan, const v1::Scorecard& from,
                                          const v1::Scorecard& to);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_DIFFERENCE_H_
