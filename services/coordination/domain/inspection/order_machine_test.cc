#include "services/coordination/domain/inspection/order_machine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lianfang::coordination {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// The life of an order as the regulations have it, written by hand and in other words than the table: state, action, next state, without the
// prefixes. Never take a line from the table that it is to hold.
const std::vector<std::string>& Written() {
  static const auto& written = *new std::vector<std::string>{
      "DRAFTED SERVE SERVED",
      "DRAFTED WITHDRAW WITHDRAWN",
      "SERVED ASK_EXTENSION EXTENSION_ASKED",
      "SERVED REPORT_DONE REPORTED_DONE",
      "SERVED PASS_REINSPECTION RECTIFIED",
      "SERVED FAIL_REINSPECTION NOT_RECTIFIED",
      "SERVED WITHDRAW WITHDRAWN",
      "SERVED SUPERVISE SERVED",
      "EXTENSION_ASKED GRANT_EXTENSION SERVED",
      "EXTENSION_ASKED REFUSE_EXTENSION SERVED",
      "EXTENSION_ASKED REPORT_DONE REPORTED_DONE",
      "EXTENSION_ASKED WITHDRAW WITHDRAWN",
      "EXTENSION_ASKED SUPERVISE EXTENSION_ASKED",
      "REPORTED_DONE PASS_REINSPECTION RECTIFIED",
      "REPORTED_DONE FAIL_REINSPECTION NOT_RECTIFIED",
      "REPORTED_DONE SUPERVISE REPORTED_DONE",
      "RECTIFIED CLOSE CLOSED",
      "NOT_RECTIFIED OPEN_PENALTY_CASE PENALTY_CASE",
      "NOT_RECTIFIED TRANSFER TRANSFERRED",
      "NOT_RECTIFIED SUPERVISE NOT_RECTIFIED",
      "PENALTY_CASE PASS_REINSPECTION RECTIFIED",
      "PENALTY_CASE TRANSFER TRANSFERRED",
      "PENALTY_CASE SUPERVISE PENALTY_CASE",
      "TRANSFERRED ACCEPT_TRANSFER ACCEPTED",
      "TRANSFERRED RETURN_TRANSFER RETURNED",
      "TRANSFERRED SUPERVISE TRANSFERRED",
      "ACCEPTED CONCLUDE CONCLUDED",
      "ACCEPTED SUPERVISE ACCEPTED",
      "RETURNED OPEN_PENALTY_CASE PENALTY_CASE",
      "RETURNED TRANSFER TRANSFERRED",
      "RETURNED SUPERVISE RETURNED",
  };
  return written;
}

std::string Name(v1::OrderState state) { return v1::OrderState_Name(state).substr(sizeof("ORDER_STATE_") - 1); }
std::string Name(v1::OrderAction action) { return v1::OrderAction_Name(action).substr(sizeof("ORDER_ACTION_") - 1); }

// Walks every pair of a state and an action, those that do not go together included.
TEST(OrderMachineTest, EveryTransitionIsWrittenAndEveryOtherIsRefused) {
  std::set<std::string> walked;
  for (int state = v1::OrderState_MIN; state <= v1::OrderState_MAX; ++state) {
    for (int action = v1::OrderAction_MIN; action <= v1::OrderAction_MAX; ++action) {
      const auto from = static_cast<v1::OrderState>(state);
      const auto step = FindOrderStep(from, static_cast<v1::OrderAction>(action));
      if (!step.has_value()) continue;
      EXPECT_EQ(step->from, from);
      walked.insert(Name(step->from) + " " + Name(step->action) + " " + Name(step->to));
    }
  }
  EXPECT_EQ(walked, std::set<std::string>(Written().begin(), Written().end()));
  EXPECT_EQ(OrderSteps().size(), Written().size()) << "no step stands twice";
}

TEST(OrderMachineTest, EveryStateIsReachedFromTheDraft) {
  std::set<v1::OrderState> reached = {v1::ORDER_STATE_DRAFTED};
  for (size_t before = 0; before != reached.size();) {
    before = reached.size();
    for (const OrderStep& step : OrderSteps()) {
      if (reached.count(step.from) > 0) reached.insert(step.to);
    }
  }
  EXPECT_EQ(reached.size(), static_cast<size_t>(v1::OrderState_MAX)) << "all but the unspecified one";
}

TEST(OrderMachineTest, AnOrderEndsInThreeWays) {
  std::vector<v1::OrderState> ends;
  for (int state = v1::ORDER_STATE_DRAFTED; state <= v1::OrderState_MAX; ++state) {
    if (IsFinal(static_cast<v1::OrderState>(state))) ends.push_back(static_cast<v1::OrderState>(state));
  }
  EXPECT_THAT(ends, UnorderedElementsAre(v1::ORDER_STATE_CLOSED, v1::ORDER_STATE_CONCLUDED, v1::ORDER_STATE_WITHDRAWN));
}

TEST(OrderMachineTest, NothingIsClosedWithoutAReinspectionThatPassed) {
  for (const OrderStep& step : OrderSteps()) {
    if (step.to == v1::ORDER_STATE_CLOSED) {
      EXPECT_EQ(step.from, v1::ORDER_STATE_RECTIFIED);
    }
    if (step.to == v1::ORDER_STATE_RECTIFIED) {
      EXPECT_EQ(step.action, v1::ORDER_ACTION_PASS_REINSPECTION);
    }
    if (step.action == v1::ORDER_ACTION_PASS_REINSPECTION) {
      EXPECT_NE(step.from, v1::ORDER_STATE_DRAFTED);
    }
  }
}

TEST(OrderMachineTest, SupervisionChangesNoStateAndIsTheOfficesAlone) {
  for (const OrderStep& step : OrderSteps()) {
    EXPECT_EQ(step.action == v1::ORDER_ACTION_SUPERVISE, step.party == OrderParty::kOffice);
    if (step.action == v1::ORDER_ACTION_SUPERVISE) {
      EXPECT_EQ(step.from, step.to);
    }
  }
}

TEST(OrderMachineTest, TheReceiverAloneAnswersATransfer) {
  for (const OrderStep& step : OrderSteps()) {
    const bool answers = step.action == v1::ORDER_ACTION_ACCEPT_TRANSFER ||
                         step.action == v1::ORDER_ACTION_RETURN_TRANSFER || step.action == v1::ORDER_ACTION_CONCLUDE;
    EXPECT_EQ(answers, step.party == OrderParty::kReceiver) << Name(step.action);
  }
}

TEST(OrderMachineTest, ActionsComeInTheTablesOrder) {
  EXPECT_THAT(ActionsIn(v1::ORDER_STATE_DRAFTED), ElementsAre(v1::ORDER_ACTION_SERVE, v1::ORDER_ACTION_WITHDRAW));
}

}  // namespace
}  // namespace lianfang::coordination
