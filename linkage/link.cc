#include "linkage/link.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "linkage/blocking.h"
#include "linkage/resolve.h"

namespace lianfang::linkage {
namespace {

// Records that a thread takes at a time.
constexpr size_t kStretch = 512;
// Records between two checkpoints: some hundred comparisons each.
constexpr size_t kRecordsAtOnce = 64;
// The share of pairs that are matches is read from the table: at most so far, in nats, from what its size suggests.
constexpr double kPriorRange = 2;
constexpr int kPriorRounds = 20;

Linked Stopped() {
  Linked linked;
  linked.stopped = true;
  return linked;
}

}  // namespace

std::vector<Pair> LikelyPairs(const Table& table, const Weights& weights, double least_odds, int threads,
                              uint64_t& compared, const StopFlag& stopped) {
  const Blocks blocks(table, threads, stopped);
  const size_t records = table.tables() == 2 ? table.rows(0) : table.size();
  const double floor = least_odds - weights.prior();
  std::atomic<size_t> next{0};
  std::atomic<uint64_t> count{0};
  std::atomic<bool> ends{false};
  std::vector<std::vector<Pair>> found(static_cast<size_t>(threads));
  std::vector<std::thread> workers;
  for (int thread = 0; thread < threads; ++thread) {
    workers.emplace_back([&, thread] {
      Blocks::Scratch scratch;
      std::vector<Pair>& mine = found[static_cast<size_t>(thread)];
      uint64_t seen = 0;
      for (size_t from = next.fetch_add(kStretch); from < records && !ends; from = next.fetch_add(kStretch)) {
        for (size_t record = from; record < std::min(from + kStretch, records) && !ends; ++record) {
          if (record % kRecordsAtOnce == 0 && HasStopped(stopped)) ends = true;
          blocks.Visit(record, scratch, [&](size_t other) {
            ++seen;
            const double score = weights.Score(record, other, floor);
            if (score >= floor) {
              mine.push_back({static_cast<uint32_t>(record), static_cast<uint32_t>(other), score + weights.prior()});
            }
          });
        }
      }
      count += seen;
    });
  }
  for (std::thread& worker : workers) worker.join();
  compared = count;
  std::vector<Pair> pairs;
  if (ends) return pairs;
  for (const std::vector<Pair>& part : found) pairs.insert(pairs.end(), part.begin(), part.end());
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

std::vector<Pair> LikelyPairsWith(const Blocks& blocks, const Weights& weights, double least_odds,
                                  const std::vector<uint32_t>& records, uint64_t& compared, const StopFlag& stopped) {
  const double floor = least_odds - weights.prior();
  Blocks::Scratch scratch;
  std::vector<Pair> pairs;
  size_t done = 0;
  for (const uint32_t record : records) {
    if (done++ % kRecordsAtOnce == 0 && HasStopped(stopped)) return {};
    blocks.VisitAll(record, scratch, [&](size_t visited) {
      const auto other = static_cast<uint32_t>(visited);
      const uint32_t a = std::min(record, other);
      const uint32_t b = std::max(record, other);
      ++compared;
      const double score = weights.Score(a, b, floor);
      if (score >= floor) pairs.push_back({a, b, score + weights.prior()});
    });
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

double EstimatedPrior(const Table& table, const std::vector<Pair>& pairs, double prior) {
  const auto left = static_cast<double>(table.rows(0));
  const auto right = static_cast<double>(table.rows(1));
  const double all = table.tables() == 2 ? left * right : left * (left - 1) / 2;
  double estimate = prior;
  for (int round = 0; round < kPriorRounds; ++round) {
    double expected = 1;
    for (const Pair& pair : pairs) expected += Probability(pair.odds - prior + estimate);
    estimate = std::clamp(LogOdds(std::min(expected / all, 0.5)), prior - kPriorRange, prior + kPriorRange);
  }
  return estimate;
}

Linked LinkRecords(const Table& table, Weights& weights, const Model& model, const LinkOptions& options) {
  Linked linked;
  const double accept = LogOdds(model.accept);
  std::vector<Pair> pairs = LikelyPairs(table, weights, LogOdds(model.ask) - kPriorRange, std::max(1, options.threads),
                                        linked.compared, options.stopped);
  if (HasStopped(options.stopped)) return Stopped();
  const double prior = EstimatedPrior(table, pairs, weights.prior());
  for (Pair& pair : pairs) pair.odds += prior - weights.prior();
  weights.set_prior(prior);
  pairs.erase(
      std::remove_if(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.odds < LogOdds(model.ask); }),
      pairs.end());
  // Odds of resolving are counted from the threshold, so that what falls below it counts against a link.
  std::vector<Pair> likely;
  for (const Pair& pair : pairs) {
    if (pair.odds > accept) likely.push_back({pair.a, pair.b, pair.odds - accept});
  }
  const OddsOf odds = [&](uint32_t a, uint32_t b) { return weights.Score(a, b) + weights.prior() - accept; };
  linked.links = table.tables() == 2 ? ResolveOneToOne(likely, odds, options.one_to_one, options.stopped)
                                     : ResolveGroups(likely, odds, options.stopped);
  if (HasStopped(options.stopped)) return Stopped();
  for (Pair& link : linked.links) link.odds += accept;
  std::set_difference(pairs.begin(), pairs.end(), linked.links.begin(), linked.links.end(),
                      std::back_inserter(linked.uncertain));
  return linked;
}

}  // namespace lianfang::linkage
