// Who may call which RPC from where.
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/testing/region_table.h"
#include "common/time.h"
#include "services/fund/duty_service.h"
#include "services/fund/testing/world.h"

namespace lianfang::fund {
namespace {

using testing::CallBy;
using testing::World;
using namespace region_table;  // NOLINT(build/namespaces): the words of the table

class RegionAccessTest : public ::testing::Test {
 protected:
  RegionAccessTest() : world_(Moved(testing::SamplePlan())) {
    const Call office = CallBy(Caller(type::v1::ROLE_OFFICE, kOwn));
    EXPECT_TRUE(world_.PutBudget(office).ok());
    EXPECT_TRUE(world_.PutProvider(office).ok());
    project_ = world_.Propose(office, Proposal())->name();
    EXPECT_TRUE(PutTable(Caller(type::v1::ROLE_OFFICE, kOwn)).ok());
    EXPECT_TRUE(Import(Caller(type::v1::ROLE_OFFICE, kOwn)).ok());
  }

  static v1::Proposal Proposal() {
    v1::Proposal proposal = Moved(testing::SampleProposal());
    proposal.set_department("emergency");
    return proposal;
  }

  // Reviewed by the sample's callers: "emergency" files for itself.
  absl::Status PutTable(const Identity& caller) {
    v1::PutRateTableRequest request;
    *request.mutable_rate_table() = testing::FromText<v1::RateTable>(R"pb(
      name: "plans/sample/rateTables/a"
      names { zh: "表" }
      source: "示例"
      effective_date { year: 2020 month: 1 day: 1 }
      reviewing_department: "emergency"
      period_years: 1
      classes { industry_class: 1 base_ppm: 2000 }
      bands { percent: 100 }
    )pb");
    request.set_request_id(NewUuid());
    return world_.premiums.PutRateTable(CallBy(caller), request).status();
  }

  absl::Status Import(const Identity& caller) {
    v1::ImportEmployersRequest request;
    request.set_name("plans/sample/rateLists/2026");
    request.set_rate_table("plans/sample/rateTables/a");
    request.set_replace(true);
    request.set_request_id(NewUuid());
    *request.add_employers() = testing::FromText<v1::EmployerFigures>(R"pb(
      credit_code: "91350100M000100Y43"
      display_name: "单位"
      industry_class: 1
      premiums { currency_code: "CNY" units: 1 }
      benefits { currency_code: "CNY" units: 1 }
    )pb");
    return world_.premiums.ImportEmployers(CallBy(caller), request).status();
  }

  template <typename Request>
  static Request Named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }
  template <typename Request>
  static Request Under(const std::string& parent) {
    Request request;
    request.set_parent(parent);
    return request;
  }
  template <typename Request>
  static Request Changing(const std::string& name) {
    Request request = Named<Request>(name);
    request.set_request_id(NewUuid());
    return request;
  }

  absl::Status Visit(const Identity& caller) {
    return world_
        .Take(CallBy(caller), project_,
              testing::Step("visit { finding: \"正常\" visit_date { year: 2026 month: 6 day: 1 } }"))
        .status();
  }

  absl::Status Record(const Identity& caller) {
    auto request = Changing<v1::RecordConductRequest>(testing::kProvider);
    *request.mutable_conduct() = testing::FromText<v1::Conduct>(
        "kind: CONDUCT_KIND_WARNED reason: \"迟报\" date { year: 2026 month: 5 day: 1 } document " +
        testing::DocumentText("通知"));
    return world_.providers.RecordConduct(CallBy(caller), request).status();
  }

  World world_;
  std::string project_;
};

const Roles kWatchers = {type::v1::ROLE_OBSERVER, type::v1::ROLE_AUDITOR};
constexpr char kPlan[] = "plans/sample";
constexpr char kList[] = "plans/sample/rateLists/2026";
constexpr char kRate[] = "plans/sample/rateLists/2026/rates/91350100M000100Y43";

TEST_F(RegionAccessTest, Projects) {
  ExpectTable(
      *v1::GetBudgetRequest::descriptor()->file()->service(0),
      {
          {"PutBudget", kOfficeOnly, "own",
           [this](const Identity& caller) {
             return world_.PutBudget(CallBy(caller), testing::SampleBudget(), "调整").status();
           }},
          {"GetBudget", kReaders, "own above",
           [this](const Identity& caller) {
             return world_.budgets.GetBudget(CallBy(caller), Named<v1::GetBudgetRequest>(testing::kBudget)).status();
           }},
          {"ListBudgets", kReaders, "own above",
           [this](const Identity& caller) {
             return world_.budgets.ListBudgets(CallBy(caller), Under<v1::ListBudgetsRequest>(kPlan)).status();
           }},
          {"CreateProject", kParticipants, "own",
           [this](const Identity& caller) { return world_.Propose(CallBy(caller), Proposal()).status(); }},
          {"GetProject", kReaders, "own above",
           [this](const Identity& caller) {
             return world_.projects.GetProject(CallBy(caller), Named<v1::GetProjectRequest>(project_)).status();
           }},
          {"ListProjects", kReaders, "own above",
           [this](const Identity& caller) -> absl::Status {
             const auto listed = world_.projects.ListProjects(CallBy(caller), {});
             if (!listed.ok()) return listed.status();
             return listed->projects().empty() ? Hidden() : absl::OkStatus();
           }},
          {"RankProjects", kReaders, "own above",
           [this](const Identity& caller) {
             v1::RankProjectsRequest request;
             request.set_budget(testing::kBudget);
             return world_.projects.RankProjects(CallBy(caller), request).status();
           }},
          {"RecordProjectStep", kParticipants, "own", [this](const Identity& caller) { return Visit(caller); }},
          {"PutProvider", kOfficeOnly, "own",
           [this](const Identity& caller) { return world_.PutProvider(CallBy(caller)).status(); }},
          {"GetProvider", kReaders, "own above",
           [this](const Identity& caller) {
             return world_.providers.GetProvider(CallBy(caller), Named<v1::GetProviderRequest>(testing::kProvider))
                 .status();
           }},
          {"ListProviders", kReaders, "own above",
           [this](const Identity& caller) {
             return world_.providers.ListProviders(CallBy(caller), Under<v1::ListProvidersRequest>(kPlan)).status();
           }},
          {"RecordConduct", kOfficeOnly, "own", [this](const Identity& caller) { return Record(caller); }},
          {"ExportStatement", kReaders, "own above",
           [this](const Identity& caller) {
             v1::ExportStatementRequest request;
             request.set_budget(testing::kBudget);
             return world_.projects.ExportStatement(CallBy(caller), request).status();
           }},
      });
}

TEST_F(RegionAccessTest, PremiumRates) {
  ExpectTable(
      *v1::GetRateTableRequest::descriptor()->file()->service(0),
      {
          {"PutRateTable", kOfficeOnly, "own", [this](const Identity& caller) { return PutTable(caller); }},
          {"GetRateTable", kReaders, "own above",
           [this](const Identity& caller) {
             return world_.premiums
                 .GetRateTable(CallBy(caller), Named<v1::GetRateTableRequest>("plans/sample/rateTables/a"))
                 .status();
           }},
          {"ListRateTables", kReaders, "own above",
           [this](const Identity& caller) {
             return world_.premiums.ListRateTables(CallBy(caller), Under<v1::ListRateTablesRequest>(kPlan)).status();
           }},
          {"ImportEmployers", kParticipants, "own", [this](const Identity& caller) { return Import(caller); }},
          {"ProposeRates", kParticipants, "own",
           [this](const Identity& caller) {
             return world_.premiums.ProposeRates(CallBy(caller), Changing<v1::ProposeRatesRequest>(kList)).status();
           }},
          {"ReopenRateList", kParticipants, "own",
           [this](const Identity& caller) {
             auto request = Changing<v1::ReopenRateListRequest>(kList);
             request.set_reason("补录");
             return world_.premiums.ReopenRateList(CallBy(caller), request).status();
           }},
          {"CorrectRate", kParticipants, "own",
           [this](const Identity& caller) {
             auto request = Changing<v1::CorrectRateRequest>(kRate);
             request.set_percent(100);
             request.set_reason("核查");
             return world_.premiums.CorrectRate(CallBy(caller), request).status();
           }},
          {"PublishRates", kParticipants, "own",
           [this](const Identity& caller) {
             return world_.premiums.PublishRates(CallBy(caller), Changing<v1::PublishRatesRequest>(kList)).status();
           }},
          {"GetRateList", kParticipants, "own",
           [this](const Identity& caller) {
             return world_.premiums.GetRateList(CallBy(caller), Named<v1::GetRateListRequest>(kList)).status();
           }},
          {"ListRateLists", kParticipants, "own",
           [this](const Identity& caller) -> absl::Status {
             const auto listed = world_.premiums.ListRateLists(CallBy(caller), Under<v1::ListRateListsRequest>(kPlan));
             if (!listed.ok()) return listed.status();
             return listed->rate_lists().empty() ? Hidden() : absl::OkStatus();
           }},
          {"GetRate", kParticipants, "own",
           [this](const Identity& caller) {
             return world_.premiums.GetRate(CallBy(caller), Named<v1::GetRateRequest>(kRate)).status();
           }},
          {"ListRates", kParticipants, "own",
           [this](const Identity& caller) {
             return world_.premiums.ListRates(CallBy(caller), Under<v1::ListRatesRequest>(kList)).status();
           }},
          {"ExportRates", kParticipants, "own",
           [this](const Identity& caller) {
             return world_.premiums.ExportRates(CallBy(caller), Named<v1::ExportRatesRequest>(kList)).status();
           }},
          {"GetRateList", kWatchers, "own above",
           [this](const Identity& caller) {
             return world_.premiums.GetRateList(CallBy(caller), Named<v1::GetRateListRequest>(kList)).status();
           }},
          {"ListRateLists", kWatchers, "own above",
           [this](const Identity& caller) -> absl::Status {
             const auto listed = world_.premiums.ListRateLists(CallBy(caller), Under<v1::ListRateListsRequest>(kPlan));
             if (!listed.ok()) return listed.status();
             return listed->rate_lists().empty() ? Hidden() : absl::OkStatus();
           }},
          {"GetRate", kWatchers, "own above",
           [this](const Identity& caller) {
             return world_.premiums.GetRate(CallBy(caller), Named<v1::GetRateRequest>(kRate)).status();
           }},
          {"ListRates", kWatchers, "own above",
           [this](const Identity& caller) {
             return world_.premiums.ListRates(CallBy(caller), Under<v1::ListRatesRequest>(kList)).status();
           }},
          {"ExportRates", kWatchers, "own above",
           [this](const Identity& caller) {
             return world_.premiums.ExportRates(CallBy(caller), Named<v1::ExportRatesRequest>(kList)).status();
           }},
      });
}

// Duties are those of the projects that may be read.
TEST_F(RegionAccessTest, Duties) {
  testing::Walk walk;
  walk.Contracted();
  v1::Project contracted = walk.project();
  EXPECT_TRUE(world_.store
                  .Mutate(
                      RequestKey{"a", "m", NewUuid(), std::string(32, 'x')}, testing::Now(),
                      [&](FundTransaction& rows) -> absl::StatusOr<Outcome> {
                        rows.SaveProject({contracted, kOwn});
                        return Outcome{"", "", ""};
                      },
                      absl::InfiniteFuture())
                  .ok());
  DutyService duties(world_.context,
                     [](const Call& /*call*/, const std::string& /*cursor*/,
                        ChangelogFeed::Encode encode) -> absl::StatusOr<std::unique_ptr<Feed>> {
                       const auto told = encode(absl::StrCat(absl::ToUnixMicros(testing::Now()), " projects/p1"), "1");
                       if (!told.ok()) return told.status();
                       return told->has_value() ? absl::UnavailableError("told") : Hidden();
                     });
  ExpectTable(*duty::v1::ListDutiesRequest::descriptor()->file()->service(0),
              {{"ListDuties", kReaders, "own above",
                [&](const Identity& caller) -> absl::Status {
                  const auto listed =
                      duties.ListDuties(CallBy(caller), Under<duty::v1::ListDutiesRequest>("plans/sample"));
                  if (!listed.ok()) return listed.status();
                  return listed->duties().empty() ? Hidden() : absl::OkStatus();
                }},
               {"WatchDuties", kReaders, "own above",
                [&](const Identity& caller) { return duties.WatchDuties(CallBy(caller), {}).status(); }}});
}

}  // namespace
}  // namespace lianfang::fund
