#include "services/evaluation/domain/numbers/chance.h"

#include <cmath>

namespace lianfang::evaluation {
namespace {

constexpr double kTail = 0.025;
constexpr double kGreatestMean = 1e12;
// exp(-mean) is exact enough below; above, the normal distribution is.
constexpr double kGreatestSummed = 500;

// The least count of which, with all below it, the share is more than `share`.
int64_t Quantile(double mean, double share) {
  double probability = std::exp(-mean);
  double sum = probability;
  int64_t count = 0;
  while (sum <= share) {
    ++count;
    probability *= mean / static_cast<double>(count);
    sum += probability;
    if (probability < 1e-300 && static_cast<double>(count) > mean) break;  // rounding: nothing is left to add
  }
  return count;
}

// By the normal distribution with its first correction for skewness.
Interval Approximate(double mean) {
  constexpr double kDeviations = 1.959964;
  const double skew = (kDeviations * kDeviations - 1) / 6;
  const double width = kDeviations * std::sqrt(mean);
  return {static_cast<int64_t>(std::llround(mean - width + skew)),
          static_cast<int64_t>(std::llround(mean + width + skew))};
}

}  // namespace

std::optional<Interval> ChanceInterval(const Fraction& mean) {
  const double value = static_cast<double>(mean.numerator()) / static_cast<double>(mean.denominator());
  if (value < 0 || value > kGreatestMean) return std::nullopt;
  if (value > kGreatestSummed) return Approximate(value);
  return Interval{Quantile(value, kTail), Quantile(value, 1 - kTail)};
}

}  // namespace lianfang::evaluation
