#include "services/evaluation/domain/numbers/projection.h"

#include <algorithm>

namespace lianfang::evaluation {
namespace {

// Sums over the observations, n of them: Σx, Σx², Σy, Σxy.
struct Moments {
  Int128 n = 0, x = 0, xx = 0;
  Fraction y, xy;
};

std::optional<Moments> MomentsOf(const std::vector<Observation>& observations) {
  Moments sums;
  for (const Observation& each : observations) {
    const Int128 x = each.month;
    sums.n += 1;
    sums.x += x;
    sums.xx += x * x;
    const std::optional<Fraction> product = Multiply(Fraction(x), each.value);
    const std::optional<Fraction> y = Add(sums.y, each.value);
    const std::optional<Fraction> xy = product ? Add(sums.xy, *product) : std::nullopt;
    if (!y || !xy) return std::nullopt;
    sums.y = *y;
    sums.xy = *xy;
  }
  return sums;
}

}  // namespace

std::optional<Fraction> ProjectLine(const std::vector<Observation>& observations, int64_t month) {
  const std::optional<Moments> sums = MomentsOf(observations);
  if (!sums) return std::nullopt;
  const Int128 spread = sums->n * sums->xx - sums->x * sums->x;  // 0 where all months are the same
  if (spread == 0) return std::nullopt;
  // value = (Σy + (n·month − Σx) · (nΣxy − ΣxΣy) / spread) / n
  const std::optional<Fraction> nxy = Multiply(Fraction(sums->n), sums->xy);
  const std::optional<Fraction> x_y = Multiply(Fraction(sums->x), sums->y);
  const std::optional<Fraction> rise = nxy && x_y ? Subtract(*nxy, *x_y) : std::nullopt;
  const std::optional<Fraction> step =
      rise ? Multiply(*rise, Fraction::Of(sums->n * Int128{month} - sums->x, spread)) : std::nullopt;
  const std::optional<Fraction> total = step ? Add(sums->y, *step) : std::nullopt;
  const std::optional<Fraction> value = total ? Multiply(*total, Fraction::Of(1, sums->n)) : std::nullopt;
  if (!value) return std::nullopt;
  return std::max(*value, Fraction());
}

}  // namespace lianfang::evaluation
