// A forecast in sentences that a convener reads: what it rests on, the bound, what is still allowed, and how much of it
// may be chance.
//
//   zh: 最多还可 19 起。按 3 个年度直线推算（2019年 20，2021年 19，2022年 18），2025年约 15.5 起，界限 ≤ 16，推算达标。…
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FORECAST_TEXT_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FORECAST_TEXT_H_

#include "lianfang/evaluation/v1/assessment.pb.h"
#include "lianfang/type/v1/figures.pb.h"
#include "lianfang/type/v1/plan.pb.h"

namespace lianfang::evaluation {

// `forecast` is complete but for its text.
type::v1::LocalizedText ForecastText(const type::v1::Plan& plan, const type::v1::Indicator& indicator,
                                     const v1::TargetForecast& forecast);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_WORDS_FORECAST_TEXT_H_
