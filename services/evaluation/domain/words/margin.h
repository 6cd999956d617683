// What a margin means, in words that can be redone on paper.
//
//   actual 10, at most 9.5:   最多 9 人，须再减少 1 人      (a count is whole, so the bound admits 9)
//   actual 25 %, below 25 %:  须低于 25 %                   (never a margin of 0 beside "not attained")
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_MARGIN_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_MARGIN_H_

#include "lianfang/type/v1/figures.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/numbers/fraction.h"
#include "services/evaluation/domain/verdict/target_rule.h"

namespace lianfang::evaluation {

// `margin` as Bound::MarginOfCount says for a count, or as Bound::Margin says for a ratio.
type::v1::LocalizedText MarginText(const type::v1::Indicator& indicator, const Bound& bound, const Fraction& actual,
                                   const Fraction& margin);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_MARGIN_H_
