// A straight line through what is reported, exactly: least squares in fractions.
//
//   ProjectLine({{0, Fraction(20)}, {24, Fraction(16)}}, 48)         12
#ifndef LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_PROJECTION_H_
#define LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "services/evaluation/domain/numbers/fraction.h"

namespace lianfang::evaluation {

struct Observation {
  int64_t month;  // on any scale, such as months since the plan's first period began
  Fraction value;
};

// The line's value at `month`, 0 where it would be below. Nothing for fewer than two different months, and where a
// number does not fit.
std::optional<Fraction> ProjectLine(const std::vector<Observation>& observations, int64_t month);

}  // namespace lianfang::evaluation

#endif  // LIANFANG_SERVICES_EVALUATION_DOMAIN_NUMBERS_PROJECTION_H_
