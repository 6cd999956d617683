// A list of premium rates from the import to the workbook, through the handlers and PostgreSQL: what each step takes, and how far memory grows.
//
//   LIANFANG_TEST_DATABASE_URL=… LIANFANG_TEST_FUND_DATABASE_URL=… rate_list_bench [EMPLOYERS]
//
// Imports so many employers (100,000), proposes, publishes, exports; then the same for the year after, whose rates begin at those published, and
// opens that list again. Prints the time of each step and the most memory that the process has had by then. Empties the test database's rate
// lists: never point it at another.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <pqxx/pqxx>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "common/testing/environment.h"
#include "google/protobuf/text_format.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/store/pg_fund_store.h"
#include "services/fund/testing/world.h"

namespace lianfang::fund {
namespace {

using testing::World;

constexpr int kImportedAtOnce = 5000;

double PeakMebibytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Runs a step, which answers a StatusOr, and prints what it took.
template <typename Step>
auto Timed(const std::string& what, const Step& step) {
  const absl::Time start = absl::Now();
  auto answer = step();
  std::printf("%-28s %8.2f s   peak %6.0f MiB\n", what.c_str(), absl::ToDoubleSeconds(absl::Now() - start),
              PeakMebibytes());
  std::fflush(stdout);
  if (!answer.ok()) {
    std::fprintf(stderr, "%s: %s\n", what.c_str(), answer.status().ToString().c_str());
    std::exit(EXIT_FAILURE);
  }
  return *std::move(answer);
}

template <typename Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  request.set_request_id(NewUuid());
  return request;
}

v1::RateTable Table() {
  std::ifstream file("deploy/rates/example-a.textproto");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  return testing::FromText<v1::RateTable>(absl::StrReplaceAll(text, {{"plans/gaoping-2021-2025", "plans/sample"}}));
}

// Employers of every class, payout ratios from 0 to 400 %, every third with a new injury.
v1::ImportEmployersRequest Employers(const std::string& list, int first, int count) {
  auto request = Named<v1::ImportEmployersRequest>(list);
  request.set_rate_table(Table().name());
  for (int i = first; i < first + count; ++i) {
    v1::EmployerFigures& figures = *request.add_employers();
    figures.set_credit_code(testing::CreditCode(i));
    figures.set_display_name(absl::StrCat("高平市样例企业", i, "有限公司"));
    figures.set_industry_class(1 + i % 8);
    *figures.mutable_premiums() = MoneyOf(1'000'000 + i);
    *figures.mutable_benefits() = MoneyOf((int64_t{i} * 7919) % 4'000'000);
    figures.set_new_injuries(i % 3 == 0 ? 1 : 0);
  }
  return request;
}

absl::StatusOr<int> Import(PremiumService& service, const Call& call, const std::string& list, int employers) {
  int count = 0;
  for (int first = 0; first < employers; first += kImportedAtOnce) {
    const auto imported =
        service.ImportEmployers(call, Employers(list, first, std::min(kImportedAtOnce, employers - first)));
    if (!imported.ok()) return imported.status();
    count = imported->employer_count();
  }
  return count;
}

// The workbook's bytes; of the whole list with class 0.
absl::StatusOr<size_t> Export(PremiumService& service, const Call& call, const std::string& list, int industry_class) {
  v1::ExportRatesRequest request;
  request.set_name(list);
  request.set_industry_class(industry_class);
  const auto exported = service.ExportRates(call, request);
  if (!exported.ok()) return exported.status();
  return exported->content().size();
}

void RunYear(PremiumService& service, const World& world, const std::string& list, int employers) {
  Timed(absl::StrCat("import ", employers), [&] { return Import(service, world.insurance, list, employers); });
  const auto proposed =
      Timed("propose", [&] { return service.ProposeRates(world.insurance, Named<v1::ProposeRatesRequest>(list)); });
  std::printf("  %d employers, %d raised, %d lowered\n", proposed.employer_count(), proposed.raised_count(),
              proposed.lowered_count());
}

int Run(int employers) {
  pqxx::connection administrator(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::nontransaction(administrator).exec("TRUNCATE fund.employer_rates, fund.rate_lists, fund.rate_tables");
  World world;
  PgPool pool({.url = RequiredVariable("LIANFANG_TEST_FUND_DATABASE_URL")});
  PgFundStore store(pool);
  PlanEditions plans(world.source, store, world.clock);
  const FundContext context{store, plans, world.panels, world.clock};
  PremiumService service(context);
  v1::PutRateTableRequest table;
  *table.mutable_rate_table() = Table();
  table.set_request_id(NewUuid());
  Timed("table", [&] { return service.PutRateTable(world.office, table); });

  const std::string list = "plans/sample/rateLists/2026";
  RunYear(service, world, list, employers);
  Timed("publish", [&] { return service.PublishRates(world.office, Named<v1::PublishRatesRequest>(list)); });
  for (const int industry_class : {0, 4}) {
    const size_t bytes = Timed(industry_class == 0 ? "export all" : "export one class of eight",
                               [&] { return Export(service, world.insurance, list, industry_class); });
    std::printf("  %.1f MiB\n", static_cast<double>(bytes) / (1 << 20));
  }
  const std::string next = "plans/sample/rateLists/2027";
  RunYear(service, world, next, employers);
  auto reopen = Named<v1::ReopenRateListRequest>(next);
  reopen.set_reason("补报");
  Timed("open again", [&] { return service.ReopenRateList(world.insurance, reopen); });
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace lianfang::fund

int main(int argc, char** argv) { return lianfang::fund::Run(argc > 1 ? std::atoi(argv[1]) : 100'000); }
