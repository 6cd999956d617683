// Two replicas of the whole service on one PostgreSQL database: whatever their callers do at once, projects never bind more than the budget
// has.
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <pqxx/pqxx>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/errors.h"
#include "common/testing/environment.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/store/pg_fund_store.h"
#include "services/fund/testing/world.h"

namespace lianfang::fund {
namespace {

using testing::kBudget;
using testing::StepWithDocument;

constexpr int kProjects = 24;
constexpr int64_t kTraining = 7'000'000;  // fen, of the sample's budget

// One replica: a pool, a store and the handlers.
struct Replica {
  Replica() : pool({.url = RequiredVariable("LIANFANG_TEST_FUND_DATABASE_URL")}) {}

  FakeClock clock{testing::Now()};
  PgPool pool;
  PgFundStore store{pool};
  testing::FakePlanSource source;
  PlanEditions plans{source, store, clock};
  testing::FakePanels panels;
  const FundContext context{store, plans, panels, clock};
  BudgetService budgets{context};
  ProjectService projects{context};
};

Call CallOf(type::v1::Role role, const std::string& department) {
  Call call = testing::CallBy(testing::Person(role, department));
  call.deadline = absl::Now() + absl::Seconds(60);
  return call;
}

class ApprovalsAtOnceTest : public ::testing::Test {
 protected:
  // On empty tables; the advisory lock keeps other tests of the fund's tables out.
  ApprovalsAtOnceTest() : administrator_(RequiredVariable("LIANFANG_TEST_DATABASE_URL")) {
    pqxx::nontransaction work(administrator_);
    work.exec("SELECT pg_advisory_lock(hashtext('fund tests'))");
    work.exec(
        "TRUNCATE fund.employer_rates, fund.rate_lists, fund.rate_tables, fund.providers, fund.projects, fund.budgets, "
        "fund.plans, fund.request_log, fund.changelog");
    work.exec("UPDATE fund.changelog_head SET position = 0");
    EXPECT_TRUE(PutBudget(first_, testing::SampleBudget(), "").ok());
  }

  Replica& replica(int number) { return number % 2 == 0 ? first_ : second_; }

  static absl::Status PutBudget(Replica& replica, const v1::Budget& budget, const std::string& reason) {
    v1::PutBudgetRequest request;
    *request.mutable_budget() = budget;
    request.set_reason(reason);
    request.set_request_id(NewUuid());
    return replica.budgets.PutBudget(CallOf(type::v1::ROLE_OFFICE, "hrss"), request).status();
  }

  static absl::Status Take(Replica& replica, const std::string& name, const v1::ProjectStep& step) {
    v1::RecordProjectStepRequest request;
    request.set_name(name);
    *request.mutable_step() = step;
    request.set_request_id(NewUuid());
    return replica.projects.RecordProjectStep(CallOf(type::v1::ROLE_OFFICE, "hrss"), request).status();
  }

  std::string Reviewed() {
    v1::CreateProjectRequest request;
    request.mutable_project()->set_budget(kBudget);
    *request.mutable_project()->mutable_proposal() = testing::SampleProposal();
    *request.mutable_project()->add_documents() = testing::FromText<v1::Document>(testing::ApplicationText());
    request.set_request_id(NewUuid());
    const auto project = first_.projects.CreateProject(CallOf(type::v1::ROLE_LIAISON, "emergency"), request);
    EXPECT_TRUE(project.ok()) << project.status();
    EXPECT_TRUE(Take(first_, project->name(), testing::Step("panel { engagement: \"engagements/review\" }")).ok());
    EXPECT_TRUE(Take(first_, project->name(),
                     StepWithDocument("review { votes_for: 3 amount { currency_code: \"CNY\" units: 40000 } }"))
                    .ok());
    return project->name();
  }

  static v1::ProjectStep Approval(int64_t fen) {
    v1::ProjectStep step = StepWithDocument("decision { approve: true }");
    *step.mutable_decision()->mutable_amount() = MoneyOf(fen);
    return step;
  }

  // A budget whose training share is so much, and what it binds: of one moment.
  static v1::Budget ReadBudget(Replica& replica) {
    v1::GetBudgetRequest request;
    request.set_name(kBudget);
    const auto budget = replica.budgets.GetBudget(CallOf(type::v1::ROLE_OFFICE, "hrss"), request);
    EXPECT_TRUE(budget.ok()) << budget.status();
    return budget.ok() ? *budget : v1::Budget();
  }

  pqxx::connection administrator_;
  Replica first_;
  Replica second_;
};

TEST_F(ApprovalsAtOnceTest, OnlyAsManyPassAsTheBudgetHasMoneyFor) {
  std::vector<std::string> projects;
  for (int i = 0; i < kProjects; ++i) projects.push_back(Reviewed());
  std::atomic<int> approved = 0;
  std::atomic<int> refused = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < kProjects; ++i) {
    callers.emplace_back([&, i] {
      const absl::Status status = Take(replica(i), projects[static_cast<size_t>(i)], Approval(1'000'000));
      const auto info = ErrorInfoOf(status);
      if (status.ok()) ++approved;
      if (info.has_value() && info->reason() == "BUDGET_EXCEEDED") ++refused;
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(approved, 7) << "10,000 each of 70,000";
  EXPECT_EQ(refused, kProjects - 7);
  EXPECT_EQ(FenOf(ReadBudget(second_).committed()), kTraining);
}

// Approvals, terminations that free money again, and amendments of the budget, mixed; somebody looks on all the while.
TEST_F(ApprovalsAtOnceTest, TheSumsStayWithinABudgetThatIsAmendedMeanwhile) {
  std::vector<std::string> projects;
  for (int i = 0; i < kProjects; ++i) projects.push_back(Reviewed());
  std::atomic<bool> done = false;
  std::atomic<int> looks = 0;
  std::thread onlooker([&] {
    while (!done) {
      const v1::Budget budget = ReadBudget(replica(looks++));
      ASSERT_EQ(budget.shares_size(), 2);
      EXPECT_LE(FenOf(budget.shares(1).committed()), FenOf(budget.shares(1).amount()));
      EXPECT_LE(FenOf(budget.committed()), FenOf(budget.amount()));
    }
  });
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&, caller] {
      std::mt19937 random(static_cast<uint32_t>(20241130 + caller));
      for (int i = caller; i < kProjects; i += 4) {
        const std::string& project = projects[static_cast<size_t>(i)];
        const bool approved =
            Take(replica(caller), project, Approval(100 * (1 + static_cast<int64_t>(random() % 40'000)))).ok();
        if (approved && random() % 3 == 0) {
          EXPECT_TRUE(Take(replica(caller + 1), project, StepWithDocument("note: \"终止\" termination {}")).ok());
        }
        v1::Budget wanted = testing::SampleBudget();
        const auto units = static_cast<int64_t>(50'000 + 10 * (random() % 5'000));
        *wanted.mutable_amount() = MoneyOf(units * 100);
        *wanted.mutable_shares(0)->mutable_amount() = MoneyOf(units * 30);
        *wanted.mutable_shares(1)->mutable_amount() = MoneyOf(units * 70);
        const absl::Status amended = PutBudget(replica(caller), wanted, "调整");
        const auto info = ErrorInfoOf(amended);
        EXPECT_TRUE(amended.ok() || (info.has_value() && info->reason() == "BELOW_COMMITTED")) << amended;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  done = true;
  onlooker.join();
  EXPECT_GT(looks, 0);
}

}  // namespace
}  // namespace lianfang::fund
