// How fast premium rates are proposed and written into a workbook: 1,000 … 100,000 employers by the shipped example tables, on one core.
//
//   fund_bench                              # Google Benchmark's table; 100,000 employers stay under 1 s
//   fund_bench --benchmark_filter=Export    # bytes of the workbook, and how far the process has grown (peak_MiB)
//
// rate_list_bench has the same through the handlers and PostgreSQL.
#include <benchmark/benchmark.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "google/protobuf/text_format.h"
#include "services/fund/domain/premium/rate_list.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/export/rates_workbook.h"

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
constexpr int64_t kFirstCode = 100'000'000'000'000'000;

std::vector<v1::EmployerRate> Employers(int64_t first, int64_t count) {
  std::vector<v1::EmployerRate> rates;
  rates.reserve(static_cast<size_t>(count));
  for (int64_t i = first; i < first + count; ++i) {
    v1::EmployerFigures figures;
    figures.set_credit_code(std::to_string(kFirstCode + i));
    figures.set_display_name("高平市样例企业" + std::to_string(i) + "有限公司");
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
  std::vector<v1::EmployerRate> rates = Employers(0, state.range(0));
  v1::RateList list = NewList("plans/sample/rateLists/2026", table.name(), absl::UnixEpoch());
  const std::map<std::string, int> previous;
  for (auto _ : state) {
    BeginProposal(list, table, {"spiffe://t/bench", absl::UnixEpoch(), ""});
    ProposePage(list, rates, RateRule(table), previous);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

// The page of so many employers of a proposed list that follow a credit code.
std::vector<v1::EmployerRate> PageAfter(const std::string& after, int limit, int64_t employers, const RateRule& rule) {
  const int64_t first = after.empty() ? 0 : std::stoll(after) - kFirstCode + 1;
  std::vector<v1::EmployerRate> rates = Employers(first, std::min<int64_t>(limit, employers - first));
  v1::RateList list;
  ProposePage(list, rates, rule, {});
  return rates;
}

void Export(benchmark::State& state) {
  const v1::RateTable table = Shipped("example-a");
  const RateRule rule(table);
  const type::v1::Plan plan;
  v1::RateList list = NewList("plans/sample/rateLists/2026", table.name(), absl::UnixEpoch());
  BeginProposal(list, table, {"spiffe://t/bench", absl::UnixEpoch(), ""});
  size_t bytes = 0;
  for (auto _ : state) {
    const auto file = WriteRates({plan, list, table}, [&](const std::string& after, int limit) {
      return PageAfter(after, limit, state.range(0), rule);
    });
    if (!file.ok()) std::abort();
    bytes = file->size();
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["peak_MiB"] = static_cast<double>(usage.ru_maxrss) / 1024;
}

BENCHMARK_CAPTURE(Propose, bands, "example-a")->Range(1'000, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Propose, injuries, "example-b")->Range(1'000, 100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(Export)->Range(1'000, 100'000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lianfang::fund

BENCHMARK_MAIN();
