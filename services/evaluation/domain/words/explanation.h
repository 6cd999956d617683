// The derivation of one result step by step, in words that can be followed with paper, pencil and the receipts.
//
//   absl::StatusOr<v1::Explanation> explanation = ExplainResult(scorecard, "coal-mining", "accidents", plan);
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_EXPLANATION_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_EXPLANATION_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// The result of `scorecard` that names `industry` so: a row, or a total, whose id is empty where there is but one.
// NOT_FOUND with reason RESULT_NOT_FOUND when there is none; `plan` is the edition that the scorecard applied.
absl::StatusOr<v1::Explanation> ExplainResult(const v1::Scorecard& scorecard, absl::string_view industry,
                                              absl::string_view indicator, const type::v1::Plan& plan);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_EXPLANATION_H_
