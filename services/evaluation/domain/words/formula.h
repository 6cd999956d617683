// A target's rule in words, with its numbers where they are there, so that it can be redone on paper.
//
//   zh: 100 × 实际值 ≤ (100 − 5) × 基数：100 × 5 ≤ (100 − 5) × 2，即 500 ≤ 190，不成立
//   en: 100 × actual ≤ (100 − 5) × base: 100 × 5 ≤ (100 − 5) × 2, that is 500 ≤ 190, does not hold
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FORMULA_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FORMULA_H_

#include "lianfang/type/v1/figures.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/evaluation/domain/verdict/indicator_value.h"
#include "services/evaluation/domain/verdict/target_rule.h"

namespace lianfang::evaluation {

// The rule alone.
type::v1::LocalizedText RuleText(const TargetRule& rule);

// The rule applied. Both values must be numbers; `baseline` is not read for a rule without one.
type::v1::LocalizedText FormulaText(const TargetRule& rule, const type::v1::Indicator& indicator,
                                    const IndicatorValue& actual, const IndicatorValue& baseline, const Bound& bound);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FORMULA_H_
