// What a contract may say of its days, its milestones and the way in which the provider was chosen, at every bound.
#include "services/fund/domain/project/contract_checks.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "common/errors.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/money.h"

namespace lianfang::fund {
namespace {

using testing::StepWithDocument;
using testing::Walk;

// The first field at fault.
std::string FieldOf(const absl::Status& status) {
  const auto faults = BadRequestOf(status);
  return faults.has_value() ? faults->field_violations(0).field() : std::string(status.message());
}

// The sample's contract as a step.
v1::ProjectStep ContractStep() {
  Walk walk;
  walk.Contracted();
  return walk.project().events(walk.project().events_size() - 1).step();
}

// A contract that is changed, and the first field at fault under `step.contract.contract`, or OK.
std::string ToldOfContract(const std::function<void(v1::Contract&)>& change) {
  Walk walk;
  walk.Approved();
  v1::ProjectStep step = ContractStep();
  change(*step.mutable_contract()->mutable_contract());
  const absl::Status status = walk.Try(step);
  if (status.ok()) return "OK";
  const std::string told = FieldOf(status);
  const std::string field = "step.contract.contract.";
  return told.rfind(field, 0) == 0 ? told.substr(field.size()) : told;
}

google::type::Date Day(int year, int month, int day) {
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

TEST(ContractTest, DaysAndMilestones) {
  const auto ends = [](int year, int month, int day) {
    return ToldOfContract([=](auto& c) {
      *c.mutable_end_date() = Day(year, month, day);
      c.clear_milestones();
    });
  };
  EXPECT_EQ(ends(2026, 6, 1), "OK") << "one day";
  EXPECT_EQ(ends(2026, 5, 31), "end_date");
  EXPECT_EQ(ends(2028, 5, 31), "OK") << "two years";
  EXPECT_EQ(ends(2028, 6, 1), "end_date");
  const auto due = [](int year, int month, int day) {
    return ToldOfContract([=](auto& c) { *c.mutable_milestones(0)->mutable_due_date() = Day(year, month, day); });
  };
  EXPECT_EQ(due(2026, 6, 1), "OK");
  EXPECT_EQ(due(2026, 12, 31), "OK");
  EXPECT_EQ(due(2026, 5, 31), "milestones[0].due_date");
  EXPECT_EQ(due(2027, 1, 1), "milestones[0].due_date");
  EXPECT_EQ(due(2026, 2, 30), "milestones[0].due_date");
  EXPECT_EQ(ToldOfContract([](auto& c) { c.mutable_milestones(0)->set_id("No id"); }), "milestones[0].id");
  EXPECT_EQ(ToldOfContract([](auto& c) { c.mutable_milestones(0)->clear_title(); }), "milestones[0].title");
  EXPECT_EQ(ToldOfContract([](auto& c) { *c.add_milestones() = c.milestones(0); }), "milestones[1].id");
  EXPECT_EQ(ToldOfContract([](auto& c) { *c.mutable_milestones(0)->mutable_done_date() = Day(2026, 6, 1); }),
            "milestones[0]");
  const auto many = [](int count) {
    return ToldOfContract([count](auto& c) {
      while (c.milestones_size() < count) {
        v1::Milestone& one = *c.add_milestones();
        one = c.milestones(0);
        one.set_id("m" + std::to_string(c.milestones_size()));
      }
    });
  };
  EXPECT_EQ(many(50), "OK");
  EXPECT_EQ(many(51), "milestones");
  EXPECT_EQ(ToldOfContract([](auto& c) { *c.mutable_start_date() = Day(2027, 6, 3), c.clear_milestones(); }),
            "start_date")
      << "at most 366 days after the signing";
}

TEST(ContractTest, AnotherWayOfProcurementNeedsAnApproval) {
  const auto another = [](const std::string& way, bool excepted) {
    return ToldOfContract([&](auto& c) {
      c.set_procurement_way(way);
      if (excepted)
        *c.mutable_procurement_exception() =
            testing::FromText<v1::Approval>(testing::ApprovalText().substr(1, testing::ApprovalText().size() - 2));
    });
  };
  EXPECT_EQ(another("open-tender", false), "procurement_way");
  EXPECT_EQ(another("open-tender", true), "OK");
  EXPECT_EQ(another("lottery", true), "procurement_way");
  EXPECT_EQ(another("selection", true), "procurement_exception") << "it is the plan's";
  Walk small;
  small.Reviewed();
  v1::ProjectStep approval = StepWithDocument("decision { approve: true }");
  *approval.mutable_decision()->mutable_amount() = MoneyOf(2'999'999);
  small.Take(approval);
  EXPECT_EQ(small.project().procurement_way(), "") << "a fen below the first threshold";
  v1::ProjectStep contract = ContractStep();
  *contract.mutable_contract()->mutable_contract()->mutable_amount() = MoneyOf(2'999'999);
  EXPECT_EQ(FieldOf(small.Try(contract)), "step.contract.contract.procurement_way");
  contract.mutable_contract()->mutable_contract()->clear_procurement_way();
  EXPECT_TRUE(small.Try(contract).ok());
}

TEST(ContractTest, AnExceptionIsApproved) {
  const auto excepted = [](const std::function<void(v1::Approval&)>& spoil) {
    return ToldOfContract([&](auto& c) {
      c.set_procurement_way("open-tender");
      v1::Approval& approval = *c.mutable_procurement_exception();
      approval = testing::FromText<v1::Approval>(testing::ApprovalText().substr(1, testing::ApprovalText().size() - 2));
      spoil(approval);
    });
  };
  EXPECT_EQ(excepted([](auto&) {}), "OK");
  EXPECT_EQ(excepted([](auto& a) { a.clear_authority(); }), "procurement_exception.authority");
  EXPECT_EQ(excepted([](auto& a) { *a.mutable_date() = Day(2026, 6, 2); }), "procurement_exception.date");
  EXPECT_EQ(excepted([](auto& a) { *a.mutable_date() = Day(2026, 6, 1); }), "OK");
}

TEST(ContractTest, NumbersAndSumsAreBounded) {
  const auto number = [](size_t length) {
    return ToldOfContract([=](auto& c) { c.set_number(std::string(length, '1')); });
  };
  EXPECT_EQ(number(100), "OK");
  EXPECT_EQ(number(101), "number");
  EXPECT_EQ(number(0), "number");
  const auto amount = [](int64_t fen) { return ToldOfContract([=](auto& c) { *c.mutable_amount() = MoneyOf(fen); }); };
  EXPECT_EQ(amount(1), "OK");
  EXPECT_EQ(amount(0), "amount");
  EXPECT_EQ(amount(3'600'000), "OK") << "the approved amount";
  EXPECT_EQ(amount(3'600'001), "amount");
}

TEST(ContractTest, WorkBeginsWithinAYearOfTheSigning) {
  const auto begins = [](int year, int month, int day) {
    return ToldOfContract([=](auto& c) {
      *c.mutable_start_date() = Day(year, month, day);
      *c.mutable_end_date() = Day(year, month, day);
      c.clear_milestones();
    });
  };
  EXPECT_EQ(begins(2026, 5, 31), "start_date");
  EXPECT_EQ(begins(2026, 6, 1), "OK");
  EXPECT_EQ(begins(2027, 6, 2), "OK") << "366 days after";
  EXPECT_EQ(begins(2027, 6, 3), "start_date");
}

}  // namespace
}  // namespace lianfang::fund
