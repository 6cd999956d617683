// How fast premium rates are proposed: 1,000 … 100,000 employers by the shipped example tables, on one core.
//
//   fund_bench                              # Google Benchmark's table; 100,000 employers stay under 1 s
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "services/fund/domain/premium/rate_list.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

v1::RateTable Shipped(const std::string& name) {
  std::ifstream file("deploy/rates/" + name + ".textproto");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  v1::RateTable table;
  if (!google::protobuf::TextFormat::ParseFromString(text, &table)) std::abort();
  return table;
}

// Employers of every class, payout ratios from 0 to 400 %, every third with a new injury.
std::vector<v1::EmployerRate> Employers(int64_t count) {
  std::vector<v1::EmployerRate> rates;
  rates.reserve(static_cast<size_t>(count));
  for (int64_t i = 0; i < count; ++i) {
    v1::EmployerFigures figures;
    figures.set_credit_code(std::to_string(100'000'000'000'000'000 + i));
    figures.set_industry_class(static_cast<int>(1 + i % 8));
    *figures.mutable_premiums() = MoneyOf(1'000'000 + i);
    *figures.mutable_benefits() = MoneyOf((i * 7919) % 4'000'000);
    figures.set_new_injuries(i % 3 == 0 ? 1 : 0);
    rates.push_back(Listed("plans/sample/rateLists/2026", figures));
  }
  return rates;
}

void Propose(benchmark::State& state, const char* name) {
  const v1::RateTable table = Shipped(name);
  std::vector<v1::EmployerRate> rates = Employers(state.range(0));
  v1::RateList list = NewList("plans/sample/rateLists/2026", table.name(), absl::UnixEpoch());
  const std::map<std::string, int> previous;
  for (auto _ : state) ProposeAll(list, rates, table, previous, {"spiffe://t/bench", absl::UnixEpoch(), ""});
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(Propose, bands, "example-a")->Range(1'000, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Propose, injuries, "example-b")->Range(1'000, 100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lianfang::fund

BENCHMARK_MAIN();
