#include "services/fund/store/testing/store_conformance.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/time.h"
#include "services/fund/domain/project/project_rules.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::kBudget;
using testing::kProvider;
using testing::Now;
using testing::SampleProject;
using testing::Walk;

absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }

RequestKey Key(const std::string& request_id = NewUuid(), char content = 'x') {
  return {"spiffe://t/office", "Method", request_id, std::string(32, content)};
}

absl::Status Save(FundStore& store, const std::function<absl::Status(FundTransaction&)>& save) {
  return store
      .Mutate(
          Key(), Now(),
          [&](FundTransaction& rows) -> absl::StatusOr<Outcome> {
            if (absl::Status saved = save(rows); !saved.ok()) return saved;
            return Outcome{"", "resource", "saved"};
          },
          Deadline())
      .status();
}

ProjectRecord RecordOf(v1::Project project) { return {std::move(project), "140581"}; }

void SaveBudgetAnd(FundStore& store, const std::vector<v1::Project>& projects) {
  ASSERT_TRUE(Save(store, [&](FundTransaction& rows) {
                for (const v1::Project& project : projects) (void)rows.FindProject(project.name());
                (void)rows.FindBudget(kBudget);
                rows.SaveBudget(testing::SampleBudget());
                for (const v1::Project& project : projects) rows.SaveProject(RecordOf(project));
                return absl::OkStatus();
              }).ok());
}

template <typename Value>
Value Reading(FundStore& store, const std::function<Value(FundRows&)>& read) {
  Value value{};
  EXPECT_TRUE(store
                  .Read(
                      [&](FundRows& rows) {
                        value = read(rows);
                        return absl::OkStatus();
                      },
                      Deadline())
                  .ok());
  return value;
}

v1::Project Numbered(int number, absl::Duration after = absl::ZeroDuration()) {
  v1::Project project = SampleProject(absl::StrCat("p", number));
  *project.mutable_create_time() = ToTimestamp(Now() + after);
  return project;
}

std::vector<std::string> Names(const absl::StatusOr<std::vector<ProjectRecord>>& found) {
  std::vector<std::string> names;
  EXPECT_TRUE(found.ok()) << found.status();
  if (!found.ok()) return names;
  for (const ProjectRecord& record : *found) names.push_back(LastPart(record.project.name()));
  return names;
}

v1::EmployerRate Rate(int number, int industry_class, int percent) {
  v1::EmployerRate rate;
  const std::string code = testing::CreditCode(number);
  rate.set_name("plans/sample/rateLists/2026/rates/" + code);
  rate.mutable_figures()->set_credit_code(code);
  rate.mutable_figures()->set_industry_class(industry_class);
  rate.set_percent(percent);
  return rate;
}

void SaveList(FundStore& store, const std::vector<v1::EmployerRate>& rates) {
  ASSERT_TRUE(Save(store, [&](FundTransaction& rows) {
                v1::RateTable table;
                table.set_name("plans/sample/rateTables/a");
                rows.SaveRateTable(table);
                v1::RateList list;
                list.set_name("plans/sample/rateLists/2026");
                list.set_rate_table(table.name());
                list.set_state(v1::RATE_LIST_STATE_COLLECTING);
                rows.SaveRateList(list);
                rows.SaveRates(list.name(), rates);
                return absl::OkStatus();
              }).ok());
}

}  // namespace

TEST_P(FundStoreConformance, WhatIsSavedIsReadBack) {
  Walk walk;
  walk.Contracted();
  SaveBudgetAnd(store(), {walk.project()});
  const auto found =
      Reading<std::optional<ProjectRecord>>(store(), [](FundRows& rows) { return rows.FindProject("projects/p1"); });
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->project.SerializeAsString(), walk.project().SerializeAsString());
  EXPECT_EQ(found->office_region, "140581");
  EXPECT_FALSE(Reading<std::optional<ProjectRecord>>(store(), [](FundRows& rows) {
                 return rows.FindProject("projects/none");
               }).has_value());
  const auto budget =
      Reading<std::optional<v1::Budget>>(store(), [](FundRows& rows) { return rows.FindBudget(kBudget); });
  EXPECT_EQ(budget->SerializeAsString(), testing::SampleBudget().SerializeAsString());
}

TEST_P(FundStoreConformance, SumsAndCountsFollowTheProjects) {
  Walk contracted;
  contracted.Contracted();
  Walk failed;
  failed.project().set_name("projects/p2");
  failed.Completed();
  failed.Take(
      testing::StepWithDocument("note: \"未达要求\" acceptance { result: ACCEPTANCE_RESULT_FAILED "
                                "engagement: \"engagements/a\" accept_date { year: 2026 month: 6 day: 1 } }"));
  failed.Take(testing::StepWithDocument("note: \"终止\" termination {}"));
  SaveBudgetAnd(store(), {contracted.project(), failed.project(), Numbered(3)});
  const Sums sums = Reading<Sums>(store(), [](FundRows& rows) { return rows.SumsOf(kBudget); });
  ASSERT_EQ(sums.size(), 1U);
  EXPECT_EQ(sums.at("training").committed, 3600000) << "what was terminated without payment binds nothing";
  const auto counts = Reading<ContractCounts>(store(), [](FundRows& rows) { return rows.CountsOf(kProvider); });
  EXPECT_EQ(counts.contracts, 2);
  EXPECT_EQ(counts.accepted, 0);
  EXPECT_EQ(counts.failed, 1) << "though it was terminated since";
}

// Eight approvals of 36,000 at once on two replicas: one fits into 70,000.
TEST_P(FundStoreConformance, ApprovalsAtOnceNeverPassTheBudget) {
  constexpr int kApprovals = 8;
  std::vector<v1::Project> projects;
  for (int i = 0; i < kApprovals; ++i) {
    Walk walk(SampleProject(absl::StrCat("p", i)));
    walk.Reviewed();
    projects.push_back(walk.project());
  }
  SaveBudgetAnd(store(), projects);
  std::atomic<int> approved = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < kApprovals; ++i) {
    callers.emplace_back([&, i] {
      FundStore& replica = i % 2 == 0 ? stores_->first() : stores_->second();
      const absl::Status status = Save(replica, [&](FundTransaction& rows) -> absl::Status {
        auto record = rows.FindProject(absl::StrCat("projects/p", i));
        Walk walk(record->project);
        walk.budget = *rows.FindBudget(kBudget);
        walk.sums = rows.SumsOf(kBudget);
        const absl::Status taken = walk.Try(
            testing::StepWithDocument("decision { approve: true amount { currency_code: \"CNY\" units: 36000 } }"));
        if (!taken.ok()) return taken;
        record->project = walk.project();
        rows.SaveProject(*record);
        return absl::OkStatus();
      });
      if (status.ok()) ++approved;
      const auto info = ErrorInfoOf(status);
      if (info.has_value() && info->reason() == "BUDGET_EXCEEDED") ++refused;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(approved, 1);
  EXPECT_EQ(refused, kApprovals - 1);
  const Sums sums = Reading<Sums>(store(), [](FundRows& rows) { return rows.SumsOf(kBudget); });
  EXPECT_EQ(TotalOf(sums).committed, 3600000);
}

// Two who put the first budget of a year at once: the second sees the first.
TEST_P(FundStoreConformance, ARowThatIsNotThereYetIsLockedToo) {
  std::atomic<int> first = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&, i] {
      FundStore& replica = i % 2 == 0 ? stores_->first() : stores_->second();
      EXPECT_TRUE(Save(replica, [&](FundTransaction& rows) {
                    if (!rows.FindBudget(kBudget).has_value()) {
                      ++first;
                      rows.SaveBudget(testing::SampleBudget());
                    }
                    return absl::OkStatus();
                  }).ok());
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(first, 1);
}

TEST_P(FundStoreConformance, ProjectsAreListedNewestFirstByPageAndFilter) {
  Walk contracted(Numbered(4, absl::Hours(4)));
  contracted.panel->end_time += absl::Hours(4);
  contracted.Contracted();
  v1::Project housing = Numbered(3, absl::Hours(1));
  housing.mutable_proposal()->set_department("housing");
  SaveBudgetAnd(store(), {Numbered(1), Numbered(2, absl::Hours(1)), housing, contracted.project()});
  const auto list = [&](const std::function<void(ProjectFilter&)>& restrict, Page page = {"", 10}) {
    ProjectFilter filter;
    restrict(filter);
    return Names(store().ListProjects(filter, page, Deadline()));
  };
  EXPECT_THAT(list([](auto&) {}), ElementsAre("p4", "p3", "p2", "p1"));
  EXPECT_THAT(list([](auto&) {}, {"projects/p3", 1}), ElementsAre("p2"));
  EXPECT_THAT(list([](auto& f) { f.department = "housing"; }), ElementsAre("p3"));
  EXPECT_THAT(list([](auto& f) { f.states = {v1::PROJECT_STATE_CONTRACTED}; }), ElementsAre("p4"));
  EXPECT_THAT(list([](auto& f) { f.provider = kProvider; }), ElementsAre("p4"));
  EXPECT_THAT(list([](auto& f) { f.year = 2025; }), IsEmpty());
  EXPECT_THAT(list([](auto& f) { f.plan = "plans/other"; }), IsEmpty());
  EXPECT_THAT(list([](auto& f) { f.region_prefix = "1405"; }), ElementsAre("p4", "p3", "p2", "p1"));
  EXPECT_THAT(list([](auto& f) { f.region_prefix = "140582"; }), IsEmpty());
  const auto of_budget =
      Reading<std::vector<v1::Project>>(store(), [](FundRows& rows) { return rows.ProjectsOf(kBudget); });
  EXPECT_EQ(of_budget.front().name(), "projects/p1") << "oldest first";
  EXPECT_EQ(Reading<int>(store(), [](FundRows& rows) { return rows.CountProjects(kBudget); }), 4);
  EXPECT_EQ(Reading<int>(store(), [](FundRows& rows) { return rows.CountProjects("plans/sample/budgets/2025"); }), 0);
}

TEST_P(FundStoreConformance, ARepeatAnswersTheFirstResponseAndWhatIsRefusedLeavesNothing) {
  SaveBudgetAnd(store(), {});
  int runs = 0;
  const auto work = [&](FundTransaction& rows) -> absl::StatusOr<Outcome> {
    rows.SaveProject(RecordOf(Numbered(++runs)));
    return Outcome{absl::StrCat("response ", runs), "projects/p", "made"};
  };
  const std::string id = NewUuid();
  EXPECT_EQ(*store().Mutate(Key(id), Now(), work, Deadline()), "response 1");
  EXPECT_EQ(*store().Mutate(Key(id), Now(), work, Deadline()), "response 1");
  EXPECT_EQ(store().Mutate(Key(id, 'y'), Now(), work, Deadline()).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(runs, 1);
  EXPECT_EQ(*store().Mutate(std::nullopt, Now(), work, Deadline()), "response 2") << "a rehearsal";
  EXPECT_FALSE(Save(store(), [&](FundTransaction& rows) -> absl::Status {
                 rows.SaveProject(RecordOf(Numbered(9)));
                 return absl::FailedPreconditionError("no");
               }).ok());
  EXPECT_THAT(Names(store().ListProjects({}, {"", 10}, Deadline())), ElementsAre("p1"));
  EXPECT_THAT(stores_->ReadChanged(), ElementsAre("projects/p1"));
}

TEST_P(FundStoreConformance, ProvidersAreListedByCodeAndKind) {
  v1::Provider model = testing::SampleProvider(testing::kOtherProvider);
  model.set_kinds(0, v1::PROVIDER_KIND_MODEL_ENTERPRISE);
  ASSERT_TRUE(Save(store(), [&](FundTransaction& rows) {
                rows.SaveProvider(testing::SampleProvider());
                rows.SaveProvider(model);
                return absl::OkStatus();
              }).ok());
  const auto list = [&](v1::ProviderKind kind, const std::string& after = "") {
    std::vector<std::string> names;
    const auto found = store().ListProviders("plans/sample", kind, {after, 10}, Deadline());
    EXPECT_TRUE(found.ok()) << found.status();
    if (!found.ok()) return names;
    for (const v1::Provider& provider : *found) names.push_back(provider.name());
    return names;
  };
  EXPECT_THAT(list(v1::PROVIDER_KIND_UNSPECIFIED), ElementsAre(testing::kOtherProvider, kProvider));
  EXPECT_THAT(list(v1::PROVIDER_KIND_THIRD_PARTY), ElementsAre(kProvider));
  EXPECT_THAT(list(v1::PROVIDER_KIND_UNSPECIFIED, testing::kOtherProvider), ElementsAre(kProvider));
}

TEST_P(FundStoreConformance, RatesOfAListAreWrittenAndReadInAnyNumber) {
  constexpr int kMany = 5003;  // more than one statement writes
  std::vector<v1::EmployerRate> rates;
  for (int i = 0; i < kMany; ++i) rates.push_back(Rate(i, 1 + i % 8, i % 2 == 0 ? 80 : 100));
  rates[3].set_correction_reason("核查");
  SaveList(store(), rates);
  const auto all = Reading<std::vector<v1::EmployerRate>>(store(), [](FundRows& rows) {
    return rows.RatesPage({"plans/sample/rateLists/2026"}, {"", kMany + 1});
  });
  ASSERT_EQ(all.size(), rates.size());
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const auto& left, const auto& right) {
    return left.figures().credit_code() < right.figures().credit_code();
  }));
  RateFilter filter{"plans/sample/rateLists/2026"};
  filter.industry_class = 2;
  EXPECT_EQ(store().ListRates(filter, {"", 10000}, Deadline())->size(), 626U);
  filter.percent = 80;
  EXPECT_EQ(store().ListRates(filter, {"", 10000}, Deadline())->size(), 0U);
  filter = {"plans/sample/rateLists/2026"};
  filter.corrected_only = true;
  EXPECT_EQ(store().ListRates(filter, {"", 10}, Deadline())->at(0).name(), rates[3].name());
  EXPECT_EQ(store().ListRates(filter, {testing::CreditCode(3), 10}, Deadline())->size(), 0U);
  filter = {"plans/sample/rateLists/2026", 2};
  const auto page = Reading<std::vector<v1::EmployerRate>>(store(), [&](FundRows& rows) {
    return rows.RatesPage(filter, {testing::CreditCode(1), 2});
  });
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].name(), rates[9].name()) << "the next of its class";
  EXPECT_EQ(page[1].name(), rates[17].name());
  const auto listed = Reading<std::vector<std::string>>(store(), [](FundRows& rows) {
    return rows.FindListed("plans/sample/rateLists/2026", {testing::CreditCode(1), testing::CreditCode(9999)});
  });
  EXPECT_THAT(listed, ElementsAre(testing::CreditCode(1)));
  const auto percents = Reading<std::map<std::string, int>>(store(), [](FundRows& rows) {
    return rows.PercentsOf("plans/sample/rateLists/2026",
                           {testing::CreditCode(1), testing::CreditCode(2), testing::CreditCode(9999)});
  });
  EXPECT_THAT(percents,
              ElementsAre(::testing::Pair(testing::CreditCode(1), 100), ::testing::Pair(testing::CreditCode(2), 80)));
}

TEST_P(FundStoreConformance, ATableIsInUseOnceAListHasRatesByIt) {
  SaveList(store(), {Rate(1, 2, 0)});
  const auto in_use = [&] {
    return Reading<bool>(store(), [](FundRows& rows) { return rows.IsInUse("plans/sample/rateTables/a"); });
  };
  EXPECT_FALSE(in_use());
  ASSERT_TRUE(Save(store(), [&](FundTransaction& rows) {
                auto list = rows.FindRateList("plans/sample/rateLists/2026");
                list->set_state(v1::RATE_LIST_STATE_PROPOSED);
                rows.SaveRateList(*list);
                return absl::OkStatus();
              }).ok());
  EXPECT_TRUE(in_use());
  EXPECT_EQ(store().ListRateLists("plans/sample", {"", 10}, Deadline())->size(), 1U);
  EXPECT_EQ(store().ListRateTables("plans/sample", {"plans/sample/rateTables/a", 10}, Deadline())->size(), 0U);
}

TEST_P(FundStoreConformance, PlansAreKeptByEdition) {
  type::v1::Plan plan = testing::SamplePlan();
  for (const int edition : {1, 2}) {
    plan.set_edition(edition);
    ASSERT_TRUE(store().SavePlan(plan, Deadline()).ok());
  }
  EXPECT_EQ((*store().FindPlan(plan.name(), 0, Deadline()))->edition(), 2);
  EXPECT_EQ((*store().FindPlan(plan.name(), 1, Deadline()))->edition(), 1);
  EXPECT_FALSE(store().FindPlan("plans/none", 0, Deadline())->has_value());
}

}  // namespace lianfang::fund
