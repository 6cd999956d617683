// How far a count strays by chance alone: the interval that about 95 of 100 years fall into if the count is Poisson
// distributed. For people to see whether a difference means anything; no verdict rests on it, so floating point will do.
//
//   ChanceInterval(Fraction(10))        4 to 17
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_CHANCE_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_CHANCE_H_

#include <cstdint>
#include <optional>

#include "services/evaluation/domain/numbers/fraction.h"

namespace lianfang::evaluation {

struct Interval {
  int64_t low = 0;
  int64_t high = 0;
};

// The central interval: below `low`, and above `high`, lie at most 2.5 of 100 years each. Nothing for a mean below 0, or
// above 10^12.
std::optional<Interval> ChanceInterval(const Fraction& mean);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_CHANCE_H_
