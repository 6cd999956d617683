#include "linkage/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "linkage/link.h"
#include "linkage/weights.h"

namespace lianfang::linkage {
namespace {

constexpr double kStartPairs = 50;
constexpr double kStill = 1e-3;
// Log odds below the threshold of pairs that take part: what is less likely hardly counts.
constexpr double kLeastOdds = -6;
// Pairs between two checkpoints.
constexpr size_t kPairsAtOnce = 4096;

using Counts = std::array<std::array<double, kLevels>, kFieldKinds>;

// The next model, and how far it moved.
double Maximise(const Counts& counts, Model& model) {
  double moved = 0;
  for (size_t kind = 0; kind < kFieldKinds; ++kind) {
    double sum = kStartPairs;
    for (size_t level = 1; level < kLevels; ++level) sum += counts[kind][level];
    if (sum == kStartPairs) continue;
    for (size_t level = 1; level < kLevels; ++level) {
      double& m = model.kinds[kind].m[level];
      const double next = (counts[kind][level] + kStartPairs * ShippedModel().kinds[kind].m[level]) / sum;
      moved = std::max(moved, std::abs(next - m));
      m = next;
    }
  }
  return moved;
}

}  // namespace

Fit FitModel(const Table& table, const Model& start, std::string edition, int rounds, int threads,
             const StopFlag& stopped) {
  Fit fit{start, 0, 0};
  const auto broken_off = [] {
    Fit nothing{};
    nothing.stopped = true;
    return nothing;
  };
  for (double moved = 1; fit.rounds < rounds && moved > kStill; ++fit.rounds) {
    Weights weights(fit.model, table);
    uint64_t compared = 0;
    const std::vector<Pair> pairs = LikelyPairs(table, weights, kLeastOdds, threads, compared, stopped);
    if (HasStopped(stopped)) return broken_off();
    const double shift = EstimatedPrior(table, pairs, weights.prior()) - weights.prior();
    Counts counts{};
    fit.expected_matches = 0;
    size_t counted = 0;
    for (const Pair& pair : pairs) {
      if (++counted % kPairsAtOnce == 0 && HasStopped(stopped)) return broken_off();
      const double match = Probability(pair.odds + shift);
      fit.expected_matches += match;
      for (const Agreement& agreement : weights.Explain(pair.a, pair.b)) {
        if (agreement.level == Level::kMissing || agreement.swapped) continue;
        counts[static_cast<size_t>(table.column(agreement.field).field().kind)][static_cast<size_t>(agreement.level)] +=
            match;
      }
    }
    moved = Maximise(counts, fit.model);
  }
  fit.model.edition = std::move(edition);
  return fit;
}

}  // namespace lianfang::linkage
