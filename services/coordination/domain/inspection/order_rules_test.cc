#include "services/coordination/domain/inspection/order_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/errors.h"
#include "services/coordination/domain/inspection/order_machine.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::After;
using testing::CarriedOut;
using testing::Date;
using testing::Draft;
using ::testing::ElementsAre;
using testing::FrameOf;
using testing::Liaison;
using testing::Now;
using testing::Office;
using testing::SampleFrame;
using testing::SamplePlan;
using testing::Served;
using testing::Step;

const absl::Duration kDay = absl::Hours(24);

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

absl::Status Check(const v1::Order& order, v1::OrderAction action, const Identity& caller, absl::Time now = Now()) {
  return CheckStep(order, Step(action), caller, SampleFrame(), now);
}

v1::Order Failed() {
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), Liaison("emergency", "zhang").uri, Now());
  return After(order, Step(v1::ORDER_ACTION_FAIL_REINSPECTION), Liaison("emergency", "li").uri, Now());
}

TEST(CheckOrderDraftTest, ADraftOnFindingsIsTaken) {
  EXPECT_TRUE(CheckOrderDraft(Draft(), CarriedOut(), SampleFrame(), absl::CivilDay(2023, 3, 1)).ok());
}

struct Fault {
  std::string field;
  std::function<void(v1::Order&)> change;
};

TEST(CheckOrderDraftTest, NamesTheFieldAtFault) {
  const std::vector<Fault> faults = {
      {"order.findings", [](auto& order) { order.clear_findings(); }},
      {"order.findings[0]", [](auto& order) { order.set_findings(0, "inspections/two/findings/1"); }},
      {"order.findings[1]", [](auto& order) { order.set_findings(1, "inspections/one/findings/3"); }},
      {"order.findings[1]", [](auto& order) { order.set_findings(1, "inspections/one/findings/1"); }},
      {"order.findings[1]", [](auto& order) { order.set_findings(1, "inspections/one/findings/01"); }},
      {"order.department", [](auto& order) { order.set_department("housing"); }},
      {"order.demand", [](auto& order) { order.clear_demand(); }},
      {"order.due_date", [](auto& order) { order.clear_due_date(); }},
      {"order.due_date", [](auto& order) { *order.mutable_due_date() = Date(2023, 2, 28); }},
      {"order.due_date", [](auto& order) { *order.mutable_due_date() = Date(2023, 4, 1); }},
      {"order.state", [](auto& order) { order.set_state(v1::ORDER_STATE_CLOSED); }},
  };
  for (const Fault& fault : faults) {
    v1::Order order = Draft();
    fault.change(order);
    const absl::Status status = CheckOrderDraft(order, CarriedOut(), SampleFrame(), absl::CivilDay(2023, 3, 1));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << fault.field;
    EXPECT_EQ(FirstField(status), fault.field) << status;
  }
}

TEST(CheckOrderDraftTest, ThePlanSaysHowLongAnOrderRuns) {
  type::v1::Plan plan = *SamplePlan();
  plan.mutable_coordination()->set_order_days(10);
  EXPECT_EQ(FirstField(CheckOrderDraft(Draft(), CarriedOut(), FrameOf(plan), absl::CivilDay(2023, 3, 1))),
            "order.due_date");
  EXPECT_TRUE(CheckOrderDraft(Draft(), CarriedOut(), FrameOf(plan), absl::CivilDay(2023, 3, 5)).ok());
}

TEST(CheckOrderDraftTest, AFindingHasOneOrder) {
  v1::Inspection inspection = CarriedOut();
  inspection.mutable_findings(1)->set_order("orders/other");
  EXPECT_EQ(ReasonOf(CheckOrderDraft(Draft(), inspection, SampleFrame(), absl::CivilDay(2023, 3, 1))),
            "ORDERED_ALREADY");
}

TEST(CheckOrderDraftTest, NothingIsOrderedBeforeTheInspectionWasCarriedOut) {
  v1::Inspection inspection = CarriedOut();
  inspection.set_state(v1::INSPECTION_STATE_PLANNED);
  EXPECT_EQ(ReasonOf(CheckOrderDraft(Draft(), inspection, SampleFrame(), absl::CivilDay(2023, 3, 1))),
            "STATE_NOT_ALLOWED");
}

TEST(CompleteDraftTest, TakesWhatFollowsFromTheInspection) {
  v1::Order order = Draft();
  CompleteDraft(CarriedOut(), "actor", Now(), order);
  EXPECT_EQ(order.level(), v1::HAZARD_LEVEL_MAJOR);
  EXPECT_EQ(order.state(), v1::ORDER_STATE_DRAFTED);
  EXPECT_EQ(order.original_due_date().day(), 15);
  EXPECT_EQ(order.employer().credit_code(), testing::kCreditCode);
  v1::Order general = Draft();
  general.mutable_findings()->DeleteSubrange(0, 1);
  CompleteDraft(CarriedOut(), "actor", Now(), general);
  EXPECT_EQ(general.level(), v1::HAZARD_LEVEL_GENERAL);
}

TEST(CheckStepTest, ARefusedActionNamesThoseThatTheStateAllows) {
  const absl::Status status = Check(Served(), v1::ORDER_ACTION_CLOSE, Liaison("emergency", "zhang"));
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(status), "STATE_NOT_ALLOWED");
  EXPECT_EQ(ErrorInfoOf(status)->metadata().at("state"), "ORDER_STATE_SERVED");
  EXPECT_THAT(ErrorInfoOf(status)->metadata().at("next_actions"), ::testing::HasSubstr("ORDER_ACTION_REPORT_DONE"));
}

// The table's test walks the table; this walks the door that requests come through: all that the table has not is refused, whoever asks.
TEST(CheckStepTest, WhatTheTableHasNotIsRefusedToEverybody) {
  int refused = 0;
  for (int state = v1::ORDER_STATE_DRAFTED; state <= v1::OrderState_MAX; ++state) {
    for (int action = v1::ORDER_ACTION_SERVE; action <= v1::OrderAction_MAX; ++action) {
      v1::Order order = Served();
      order.set_state(static_cast<v1::OrderState>(state));
      if (FindOrderStep(order.state(), static_cast<v1::OrderAction>(action)).has_value()) continue;
      const v1::AdvanceOrderRequest step = Step(static_cast<v1::OrderAction>(action));
      for (const Identity& caller : {Office("shi"), Liaison("emergency", "li"), Liaison("housing")}) {
        const absl::Status status = CheckStep(order, step, caller, SampleFrame(), Now());
        EXPECT_EQ(ReasonOf(status), "STATE_NOT_ALLOWED") << v1::OrderState_Name(order.state()) << " " << step.action();
      }
      ++refused;
    }
  }
  EXPECT_EQ(refused, int{v1::OrderState_MAX} * int{v1::OrderAction_MAX} - static_cast<int>(OrderSteps().size()));
}

TEST(CheckStepTest, AnotherPersonInspectsAgain) {
  const v1::Order done = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), Liaison("emergency", "zhang").uri, Now());
  EXPECT_EQ(ReasonOf(Check(done, v1::ORDER_ACTION_PASS_REINSPECTION, Liaison("emergency", "zhang"))), "FOUR_EYES");
  EXPECT_EQ(ReasonOf(Check(done, v1::ORDER_ACTION_FAIL_REINSPECTION, Liaison("emergency"))), "FOUR_EYES")
      << "without a name, all people of a department count as one";
  EXPECT_TRUE(Check(done, v1::ORDER_ACTION_PASS_REINSPECTION, Liaison("emergency", "li")).ok());
  EXPECT_TRUE(Check(done, v1::ORDER_ACTION_PASS_REINSPECTION, Liaison("health")).ok());
}

TEST(CheckStepTest, WhoDraftedDoesNotInspectAgainEither) {
  v1::Order order = Draft();
  order.set_name("orders/one");
  CompleteDraft(CarriedOut(), Liaison("emergency", "wang").uri, Now(), order);
  order = After(order, Step(v1::ORDER_ACTION_SERVE), Liaison("emergency", "zhang").uri, Now());
  order = After(order, Step(v1::ORDER_ACTION_REPORT_DONE), Liaison("emergency", "zhang").uri, Now());
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_PASS_REINSPECTION, Liaison("emergency", "wang"))), "FOUR_EYES");
}

TEST(CheckStepTest, WhoReportedItDoneDoesNotVerifyIt) {
  const v1::Order done = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), Liaison("emergency", "li").uri, Now());
  EXPECT_EQ(ReasonOf(Check(done, v1::ORDER_ACTION_PASS_REINSPECTION, Liaison("emergency", "li"))), "FOUR_EYES");
  EXPECT_EQ(ReasonOf(Check(done, v1::ORDER_ACTION_FAIL_REINSPECTION, Liaison("emergency", "li"))), "FOUR_EYES");
  EXPECT_TRUE(Check(done, v1::ORDER_ACTION_PASS_REINSPECTION, Liaison("emergency", "wang")).ok());
}

TEST(CheckStepTest, OnlyWhoHasTheCaseTakesAStep) {
  EXPECT_EQ(ReasonOf(Check(Served(), v1::ORDER_ACTION_REPORT_DONE, Liaison("health"))), "NOT_IN_CHARGE");
  EXPECT_TRUE(Check(Served(), v1::ORDER_ACTION_REPORT_DONE, Office()).ok());
  const v1::Order done = After(Served(), Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  EXPECT_EQ(ReasonOf(Check(done, v1::ORDER_ACTION_PASS_REINSPECTION, Liaison("housing"))), "NOT_IN_CHARGE");
}

TEST(CheckStepTest, WhatIsNotReportedIsInspectedAgainOnceItsTimeIsOver) {
  const Identity other = Liaison("emergency", "li");
  EXPECT_EQ(ReasonOf(Check(Served(), v1::ORDER_ACTION_FAIL_REINSPECTION, other)), "NOT_REPORTED_DONE");
  const absl::Time end = SampleFrame().EndOf(Served().due_date());
  EXPECT_EQ(ReasonOf(Check(Served(), v1::ORDER_ACTION_FAIL_REINSPECTION, other, end - absl::Seconds(1))),
            "NOT_REPORTED_DONE");
  EXPECT_TRUE(Check(Served(), v1::ORDER_ACTION_FAIL_REINSPECTION, other, end).ok());
}

TEST(CheckStepTest, AnExtensionIsDecidedOnByAnotherPerson) {
  const v1::Order asked =
      After(Served(), Step(v1::ORDER_ACTION_ASK_EXTENSION), Liaison("emergency", "zhang").uri, Now());
  EXPECT_EQ(ReasonOf(Check(asked, v1::ORDER_ACTION_GRANT_EXTENSION, Liaison("emergency", "zhang"))), "FOUR_EYES");
  EXPECT_TRUE(Check(asked, v1::ORDER_ACTION_GRANT_EXTENSION, Office()).ok());
  const v1::Order granted = After(asked, Step(v1::ORDER_ACTION_GRANT_EXTENSION), Office().uri, Now());
  EXPECT_EQ(granted.due_date().day(), 30);
  EXPECT_EQ(granted.original_due_date().day(), 15);
  EXPECT_EQ(granted.state(), v1::ORDER_STATE_SERVED);
  EXPECT_EQ(ReasonOf(Check(granted, v1::ORDER_ACTION_ASK_EXTENSION, Liaison("emergency", "zhang"))),
            "NO_MORE_EXTENSIONS");
  const v1::Order refused = After(asked, Step(v1::ORDER_ACTION_REFUSE_EXTENSION), Office().uri, Now());
  EXPECT_EQ(refused.due_date().day(), 15);
}

TEST(CheckStepTest, AnExtensionHasBounds) {
  const Identity caller = Liaison("emergency", "zhang");
  auto request = Step(v1::ORDER_ACTION_ASK_EXTENSION);
  *request.mutable_until_date() = Date(2023, 3, 15);
  EXPECT_EQ(FirstField(CheckStep(Served(), request, caller, SampleFrame(), Now())), "until_date");
  *request.mutable_until_date() = Date(2023, 4, 15);
  EXPECT_EQ(FirstField(CheckStep(Served(), request, caller, SampleFrame(), Now())), "until_date");
  request.clear_until_date();
  EXPECT_EQ(FirstField(CheckStep(Served(), request, caller, SampleFrame(), Now())), "until_date");
  EXPECT_EQ(ReasonOf(Check(Served(), v1::ORDER_ACTION_ASK_EXTENSION, caller, Now() + 20 * kDay)), "ORDER_OVERDUE");
  const v1::Order asked = After(Served(), Step(v1::ORDER_ACTION_ASK_EXTENSION), caller.uri, Now());
  auto grant = Step(v1::ORDER_ACTION_GRANT_EXTENSION);
  *grant.mutable_until_date() = Date(2023, 3, 31);
  EXPECT_EQ(FirstField(CheckStep(asked, grant, Office(), SampleFrame(), Now())), "until_date") << "more than was asked";
}

TEST(CheckStepTest, ACaseIsNotTransferredBackAndForth) {
  const Identity own = Liaison("emergency", "zhang");
  auto transfer = Step(v1::ORDER_ACTION_TRANSFER);
  transfer.set_department("emergency");
  EXPECT_EQ(FirstField(CheckStep(Failed(), transfer, own, SampleFrame(), Now())), "department") << "to itself";
  v1::Order order = After(Failed(), Step(v1::ORDER_ACTION_TRANSFER), own.uri, Now());
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_ACCEPT_TRANSFER, own)), "NOT_IN_CHARGE");
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_ACCEPT_TRANSFER, Office())), "NOT_IN_CHARGE")
      << "the office is not the receiver";
  EXPECT_TRUE(Check(order, v1::ORDER_ACTION_RETURN_TRANSFER, Liaison("housing")).ok());
  order = After(order, Step(v1::ORDER_ACTION_RETURN_TRANSFER), Liaison("housing").uri, Now());
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_TRANSFER, own)), "ALREADY_RETURNED");
  transfer.set_department("health");
  EXPECT_TRUE(CheckStep(order, transfer, own, SampleFrame(), Now()).ok());
}

TEST(CheckStepTest, TheReceiverConcludesWhatItHasAccepted) {
  v1::Order order = After(Failed(), Step(v1::ORDER_ACTION_TRANSFER), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_ACCEPT_TRANSFER), Liaison("housing").uri, Now());
  EXPECT_EQ(order.competent_department(), "housing");
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_CONCLUDE, Liaison("emergency", "zhang"))), "NOT_IN_CHARGE");
  EXPECT_TRUE(Check(order, v1::ORDER_ACTION_CONCLUDE, Liaison("housing")).ok());
}

TEST(CheckStepTest, TheOfficeSupervisesMajorHazardsOnceAndClosesThem) {
  EXPECT_EQ(ReasonOf(Check(Served(), v1::ORDER_ACTION_SUPERVISE, Liaison("emergency", "zhang"))), "NOT_PLAN_OFFICE");
  v1::Order general = Served();
  general.set_level(v1::HAZARD_LEVEL_GENERAL);
  EXPECT_EQ(ReasonOf(Check(general, v1::ORDER_ACTION_SUPERVISE, Office())), "NOT_MAJOR");
  v1::Order order = After(Served(), Step(v1::ORDER_ACTION_SUPERVISE), Office().uri, Now());
  EXPECT_TRUE(order.supervised());
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_SUPERVISE, Office())), "ALREADY_SUPERVISED");
  order = After(order, Step(v1::ORDER_ACTION_REPORT_DONE), "x", Now());
  order = After(order, Step(v1::ORDER_ACTION_PASS_REINSPECTION), "x", Now());
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_CLOSE, Liaison("emergency", "li"))), "NOT_PLAN_OFFICE");
  EXPECT_TRUE(Check(order, v1::ORDER_ACTION_CLOSE, Office()).ok());
  EXPECT_FALSE(After(order, Step(v1::ORDER_ACTION_CLOSE), "x", Now()).supervised());
}

TEST(CheckStepTest, ASupervisedOrderIsWithdrawnByTheOfficeAlone) {
  EXPECT_TRUE(Check(Served(), v1::ORDER_ACTION_WITHDRAW, Liaison("emergency", "zhang")).ok());
  const v1::Order order = After(Served(), Step(v1::ORDER_ACTION_SUPERVISE), Office().uri, Now());
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_WITHDRAW, Liaison("emergency", "zhang"))), "NOT_PLAN_OFFICE");
  EXPECT_TRUE(Check(order, v1::ORDER_ACTION_WITHDRAW, Office()).ok());
}

TEST(CompleteDraftTest, TheServersFieldsAreItsOwn) {
  v1::Order order = Draft();
  order.set_extensions(-100);
  order.set_supervised(true);
  order.add_next_actions(v1::ORDER_ACTION_CLOSE);
  CompleteDraft(CarriedOut(), "x", Now(), order);
  EXPECT_EQ(order.extensions(), 0);
  EXPECT_FALSE(order.supervised());
  EXPECT_TRUE(order.next_actions().empty());
}

TEST(CheckStepTest, EveryStepSaysWhy) {
  auto request = Step(v1::ORDER_ACTION_REPORT_DONE);
  request.clear_reason();
  EXPECT_EQ(FirstField(CheckStep(Served(), request, Office(), SampleFrame(), Now())), "reason");
  request.set_reason(std::string(2001, 'x'));
  EXPECT_EQ(FirstField(CheckStep(Served(), request, Office(), SampleFrame(), Now())), "reason");
  auto penalty = Step(v1::ORDER_ACTION_OPEN_PENALTY_CASE);
  penalty.clear_document_number();
  EXPECT_EQ(FirstField(CheckStep(Failed(), penalty, Office(), SampleFrame(), Now())), "document_number");
  auto close = Step(v1::ORDER_ACTION_REPORT_DONE);
  close.set_department("housing");
  EXPECT_EQ(FirstField(CheckStep(Served(), close, Office(), SampleFrame(), Now())), "department");
  close = Step(static_cast<v1::OrderAction>(99));
  EXPECT_EQ(FirstField(CheckStep(Served(), close, Office(), SampleFrame(), Now())), "action");
}

TEST(CheckStepTest, APastDraftIsNotServed) {
  v1::Order order = Draft();
  order.set_name("orders/one");
  CompleteDraft(CarriedOut(), "x", Now(), order);
  EXPECT_TRUE(Check(order, v1::ORDER_ACTION_SERVE, Office(), Now() + 14 * kDay).ok());
  EXPECT_EQ(ReasonOf(Check(order, v1::ORDER_ACTION_SERVE, Office(), Now() + 15 * kDay)), "DUE_DATE_PAST");
}

TEST(OrderTest, WhoItIsTransferredToReadsIt) {
  EXPECT_THAT(ReadersOf(Failed()), ElementsAre("emergency", "health"));
  EXPECT_THAT(ReadersOf(After(Failed(), Step(v1::ORDER_ACTION_TRANSFER), "x", Now())),
              ElementsAre("emergency", "health", "housing"));
}

TEST(OrderTest, IsShownWithWhatMayFollow) {
  const v1::Order shown = Shown(Served(), SampleFrame(), Now() + 20 * kDay);
  EXPECT_TRUE(shown.overdue());
  EXPECT_THAT(shown.next_actions(), ::testing::Contains(v1::ORDER_ACTION_SUPERVISE));
  v1::Order supervised = Served();
  supervised.set_supervised(true);
  EXPECT_THAT(Shown(supervised, SampleFrame(), Now()).next_actions(),
              ::testing::Not(::testing::Contains(v1::ORDER_ACTION_SUPERVISE)));
}

// regulations.md: an order runs 30 days at most, and so does its extension; a plan may say otherwise.
TEST(CheckStepTest, AnExtensionMayReachItsBounds) {
  const Identity caller = Liaison("emergency", "zhang");
  const auto asked = [&](int month, int day) {
    auto request = Step(v1::ORDER_ACTION_ASK_EXTENSION);
    *request.mutable_until_date() = Date(2023, month, day);
    return FirstField(CheckStep(Served(), request, caller, SampleFrame(), Now()));
  };
  EXPECT_EQ(asked(3, 16), "") << "a day";
  EXPECT_EQ(asked(4, 14), "") << "30 days after 15 March";
  EXPECT_EQ(asked(4, 15), "until_date");
  const v1::Order waiting = After(Served(), Step(v1::ORDER_ACTION_ASK_EXTENSION), caller.uri, Now());
  const auto granted = [&](int day) {
    auto request = Step(v1::ORDER_ACTION_GRANT_EXTENSION);
    *request.mutable_until_date() = Date(2023, 3, day);
    return FirstField(CheckStep(waiting, request, Office(), SampleFrame(), Now()));
  };
  EXPECT_EQ(granted(30), "") << "what was asked for";
  EXPECT_EQ(granted(29), "") << "less";
  EXPECT_EQ(granted(31), "until_date");
}

TEST(CheckStepTest, AnExtensionIsAskedForUntilTheTimeIsOver) {
  const Identity caller = Liaison("emergency", "zhang");
  const absl::Time end = SampleFrame().EndOf(Served().due_date());
  EXPECT_TRUE(Check(Served(), v1::ORDER_ACTION_ASK_EXTENSION, caller, end - absl::Seconds(1)).ok());
  EXPECT_EQ(ReasonOf(Check(Served(), v1::ORDER_ACTION_ASK_EXTENSION, caller, end)), "ORDER_OVERDUE");
}

TEST(OrderTest, IsOverdueFromTheEndOfItsDay) {
  const absl::Time end = SampleFrame().EndOf(Served().due_date());
  EXPECT_FALSE(IsOverdue(Served(), SampleFrame(), end - absl::Seconds(1)));
  EXPECT_TRUE(IsOverdue(Served(), SampleFrame(), end));
}

}  // namespace
}  // namespace lianfang::coordination
