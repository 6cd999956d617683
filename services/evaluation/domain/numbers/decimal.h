// Exact numbers as people and the contract write them.
//
//   ExactText(Fraction::Of(25, 3))              "25/3"
//   DecimalText(Fraction::Of(25, 3))            "8.3333"
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_DECIMAL_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_DECIMAL_H_

#include <string>

#include "lianfang/evaluation/v1/scorecard.pb.h"
#include "services/evaluation/domain/numbers/fraction.h"

namespace lianfang::evaluation {

// The decimal where at most four decimals write it exactly, otherwise the quotient.
std::string ExactText(const Fraction& value);

// The decimal, rounded half away from zero to four decimals.
std::string DecimalText(const Fraction& value);

v1::ExactValue ToExactValue(const Fraction& value);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_DECIMAL_H_
