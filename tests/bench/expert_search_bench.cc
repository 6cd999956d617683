// Search in a pool against the bare statement: what the service adds to the database's own time.
//
//   LIANFANG_TEST_DATABASE_URL=… LIANFANG_TEST_EXPERT_DATABASE_URL=… expert_search_bench [EXPERTS] [CALLS]
//
// Fills the test database with experts (20,000), then asks for the first page of a Chinese word, by turns through the
// handler (filter, store, bookings, state, response) and as the bare statement on a connection of its own; prints both
// p50 and p99 and their ratios. Empties the test database's expert tables: never point it at another.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/testing/environment.h"
#include "services/expert/domain/member/search_text.h"
#include "services/expert/expert_service.h"
#include "services/expert/store/expert_sql.h"
#include "services/expert/store/pg_expert_store.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

constexpr int kPage = 50;
// Every fiftieth expert has the word that is looked for.
constexpr char kWord[] = "粉尘";

void Fill(ExpertStore& store, int count) {
  pqxx::connection administrator(RequiredVariable("LIANFANG_TEST_DATABASE_URL"));
  pqxx::nontransaction(administrator)
      .exec("TRUNCATE expert.bookings, expert.invitations, expert.draws, expert.engagements, expert.experts");
  constexpr int kBatch = 1000;
  for (int first = 0; first < count; first += kBatch) {
    const auto saved = store.Mutate(
        RequestKey{"bench", "Fill", NewUuid(), std::string(32, 'x')}, testing::Now(),
        [&](ExpertTransaction& rows) -> absl::StatusOr<Outcome> {
          for (int i = first; i < std::min(first + kBatch, count); ++i) {
            ExpertRecord record = testing::Member(1);
            record.expert.set_name(absl::StrCat("experts/b", 100'000'000 + i));
            record.person = std::string(28, 'p') + std::string(reinterpret_cast<const char*>(&i), 4);
            record.expert.clear_topics();
            record.expert.add_topics(i % 50 == 0 ? "粉尘防治" : "噪声控制");
            record.expert.set_profile("长期从事安全生产与职业健康技术服务，熟悉矿山、建筑施工等行业的风险管控。");
            if (absl::Status status = rows.SaveExpert(record); !status.ok()) return status;
          }
          return Outcome{"", "bench", "filled"};
        },
        absl::Now() + absl::Minutes(5));
    if (!saved.ok()) std::abort();
  }
  pqxx::nontransaction(administrator).exec("ANALYZE expert.experts");
}

double Micros(absl::Time from) { return absl::ToDoubleMicroseconds(absl::Now() - from); }

double Quantile(std::vector<double> times, double share) {
  std::sort(times.begin(), times.end());
  return times[static_cast<size_t>(share * static_cast<double>(times.size() - 1))];
}

int Run(int experts, int calls) {
  testing::World world;
  PgPool pool({.url = RequiredVariable("LIANFANG_TEST_EXPERT_DATABASE_URL")});
  PgExpertStore store(pool);
  PlanBook plans(world.source, store, world.clock);
  const ExpertContext context{store, plans, world.cipher, world.clock, world.ledger, world.calendars};
  ExpertService service(context);
  Fill(store, experts);

  v1::ListExpertsRequest request;
  request.set_query(kWord);
  request.set_page_size(kPage);
  pqxx::connection bare(RequiredVariable("LIANFANG_TEST_EXPERT_DATABASE_URL"));
  bare.prepare(sql::kSearchExperts.name, sql::kSearchExperts.sql);
  const std::optional<std::string> none;
  std::vector<double> service_times, bare_times;
  size_t found = 0;
  for (int i = 0; i < calls; ++i) {
    absl::Time start = absl::Now();
    const auto response = service.ListExperts(world.office, request);
    service_times.push_back(Micros(start));
    if (!response.ok() || response->experts_size() != kPage) std::abort();
    start = absl::Now();
    pqxx::nontransaction work(bare);
    found += work.exec_prepared(sql::kSearchExperts.name, "", "{}", "", "", "", none, none, none, 0, "", "140581",
                                "2026-06-01T00:00:00Z", "", kPage + 1, absl::StrCat("{", kWord, "}"),
                                absl::StrCat("{", kWord, "}"), -1)
                 .size();
    bare_times.push_back(Micros(start));
  }
  std::printf("%d experts, %d calls, %zu rows a page\n", experts, calls, found / static_cast<size_t>(calls));
  for (const auto& [name, share] : {std::pair<const char*, double>{"p50", 0.5}, {"p99", 0.99}}) {
    const double served = Quantile(service_times, share);
    const double statement = Quantile(bare_times, share);
    std::printf("%s: service %.0f µs, bare statement %.0f µs, ratio %.2f\n", name, served, statement,
                served / statement);
  }
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace lianfang::expert

int main(int argc, char** argv) {
  const int experts = argc > 1 ? std::atoi(argv[1]) : 20'000;
  const int calls = argc > 2 ? std::atoi(argv[2]) : 2'000;
  return lianfang::expert::Run(experts, calls);
}
