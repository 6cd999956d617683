// How fast a panel is drawn: freeze, draw and verification over 1,000 … 100,000 candidates, on one core.
//
//   expert_bench                            # Google Benchmark's table; the draw of 100,000 stays under 100 ms
#include <benchmark/benchmark.h>

#include <optional>
#include <string>
#include <vector>

#include "common/hash.h"
#include "draw/verify.h"
#include "services/expert/domain/panel/panel_rules.h"
#include "services/expert/domain/testing/observer.h"
#include "services/expert/domain/testing/sample.h"

namespace lianfang::expert {
namespace {

const std::string kSeed = Sha256("seed");
const std::string kNonce = Sha256("nonce");

// A panel of seven with two seats kept for a specialty that every other candidate covers.
v1::Engagement Wanted() {
  v1::Engagement engagement = testing::Planned();
  engagement.set_panel_size(7);
  auto& need = *engagement.add_specialty_needs();
  need.set_specialty("health");
  need.set_seats(2);
  return engagement;
}

std::vector<ExpertRecord> Members(int64_t count) {
  std::vector<ExpertRecord> members;
  members.reserve(static_cast<size_t>(count));
  const ExpertRecord sample = testing::Member(1);
  for (int64_t i = 0; i < count; ++i) {
    ExpertRecord& member = members.emplace_back(sample);
    member.expert.set_name("experts/" + std::to_string(100'000'000 + i));
    if (i % 2 == 1) member.expert.mutable_specialties()->RemoveLast();
  }
  return members;
}

std::optional<v1::Exclusion> LetPass(const std::string&) { return std::nullopt; }

// A draw that waits to be drawn.
v1::Draw Witnessed(const v1::FrozenList& list) {
  v1::Draw draw = CommitDraw(list, kSeed, testing::Now());
  testing::EnterFreeze(draw);
  const absl::Status given =
      Witness(draw, testing::SignedNonce(draw, kNonce), testing::ObserverWithKey(), testing::Now());
  if (!given.ok()) std::abort();
  return draw;
}

void Freeze(benchmark::State& state) {
  const std::vector<ExpertRecord> members = Members(state.range(0));
  const v1::Engagement engagement = Wanted();
  const PoolView pool = testing::Pool();
  for (auto _ : state) benchmark::DoNotOptimize(FreezeList(engagement, pool, members, testing::Now()));
  state.SetComplexityN(state.range(0));
}

void Draw(benchmark::State& state) {
  const auto list = FreezeList(Wanted(), testing::Pool(), Members(state.range(0)), testing::Now());
  const v1::Draw waiting = Witnessed(*list);
  for (auto _ : state) {
    state.PauseTiming();
    v1::Draw draw = waiting;
    v1::Engagement engagement = Wanted();
    state.ResumeTiming();
    if (!DrawPanel(draw, engagement, kSeed, &LetPass, "office", testing::Now()).ok()) std::abort();
    state.PauseTiming();
    benchmark::DoNotOptimize(draw);
    { const v1::Draw freed = std::move(draw); }
    state.ResumeTiming();
  }
  state.SetComplexityN(state.range(0));
}

void Verify(benchmark::State& state) {
  const auto list = FreezeList(Wanted(), testing::Pool(), Members(state.range(0)), testing::Now());
  v1::Draw draw = Witnessed(*list);
  v1::Engagement engagement = Wanted();
  if (!DrawPanel(draw, engagement, kSeed, &LetPass, "office", testing::Now()).ok()) std::abort();
  for (auto _ : state) {
    if (!draw::FindProblems(draw).empty()) std::abort();
  }
  state.SetComplexityN(state.range(0));
}

BENCHMARK(Freeze)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(Draw)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->Complexity();
BENCHMARK(Verify)->Arg(1'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->Complexity();

}  // namespace
}  // namespace lianfang::expert

BENCHMARK_MAIN();
