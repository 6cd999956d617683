#include "services/submission/domain/obligation/obligations.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "common/time.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

std::map<std::string, v1::Obligation> StateAll(const std::string& id) {
  type::v1::Plan plan = ShippedPlan(id);
  plan.set_edition(1);
  std::map<std::string, v1::Obligation> byname;
  for (auto& obligation : StateObligations(plan, Shanghai("2022-05-19 08:00"))) byname[obligation.name()] = obligation;
  return byname;
}

const v1::Obligation& Of(const std::map<std::string, v1::Obligation>& all, const std::string& id) {
  return all.at("plans/gaoping-2021-2025/obligations/" + id);
}

TEST(StateObligationsTest, SevenRowsBySixDataYears) { EXPECT_EQ(StateAll("gaoping-2021-2025").size(), 42u); }

TEST(StateObligationsTest, DueInstantsAreTheNoticesDates) {
  const auto all = StateAll("gaoping-2021-2025");
  const std::map<std::string, std::string> first_late_instant{
      {"2019", "2022-06-01 00:00"}, {"2021", "2022-06-01 00:00"},
      {"2022", "2023-03-01 00:00"}, {"2023", "2024-03-01 00:00"},  // 2024 is a leap year: the 29th is in time
      {"2024", "2025-03-01 00:00"}, {"2025", "2026-01-01 00:00"}};
  for (const auto& [name, obligation] : all) {
    EXPECT_EQ(FromTimestamp(obligation.due_time()), Shanghai(first_late_instant.at(obligation.period()))) << name;
    EXPECT_EQ(obligation.provisional(), obligation.period() == "2025") << name;
  }
}

// obligation.proto: the edition that is awaited at the instant asked about.
TEST(SetStandingTest, TellsTheEditionThatIsAwaited) {
  v1::Obligation obligation = Of(StateAll("gaoping-2021-2025"), "2022-140581-coal-mining");
  SetStanding(obligation, Shanghai("2023-02-28 12:00"));
  EXPECT_EQ(obligation.awaited_edition(), v1::RETURN_EDITION_FIRST);
  EXPECT_NE(obligation.state_reason(), "");
  EXPECT_NE(obligation.state_reason_en(), "");
}

TEST(StateObligationsTest, ResponsibleDepartmentsOwe) {
  const auto all = StateAll("gaoping-2021-2025");
  EXPECT_EQ(Of(all, "2022-140581-construction").department(), "housing");
  EXPECT_EQ(Of(all, "2022-140581-dust-exposed").department(), "health");
  EXPECT_EQ(Of(all, "2022-140581-coal-mining").department(), "emergency");
  EXPECT_EQ(Of(all, "2022-140581-coal-mining").acting_region(), "140581");
}

TEST(StateObligationsTest, TheBaseYearCarriesNoTraining) {
  const auto all = StateAll("gaoping-2021-2025");
  EXPECT_EQ(Of(all, "2019-140581-coal-mining").figures_size(), 3);
  EXPECT_EQ(Of(all, "2021-140581-coal-mining").figures_size(), 9);
  EXPECT_EQ(Of(all, "2019-140581-dust-exposed").figures_size(), 2);
}

TEST(StateObligationsTest, OpensWithTheNoticeOrAfterThePeriod) {
  const auto all = StateAll("gaoping-2021-2025");
  EXPECT_EQ(FromTimestamp(Of(all, "2021-140581-coal-mining").open_time()), Shanghai("2022-05-19 00:00"));
  EXPECT_EQ(FromTimestamp(Of(all, "2023-140581-coal-mining").open_time()), Shanghai("2024-01-01 00:00"));
  EXPECT_EQ(FromTimestamp(Of(all, "2025-140581-coal-mining").open_time()), Shanghai("2025-12-01 00:00"));
}

TEST(StateObligationsTest, AnotherPlanAnotherRegion) {
  const auto all = StateAll("yunnan-2022");
  EXPECT_EQ(all.size(), 10u);
  const auto& obligation = all.at("plans/yunnan-2022/obligations/2022-530000-transportation");
  EXPECT_EQ(obligation.region(), "530000");
  EXPECT_EQ(obligation.acting_region(), "140581");
  EXPECT_EQ(obligation.department(), "transport");
}

// The next cycle is a file: eight rows by six data years, a new department among those who owe.
TEST(StateObligationsTest, TheNextCycle) {
  const auto all = StateAll("sample-2026-2030");
  EXPECT_EQ(all.size(), 48u);
  const auto& delivery = all.at("plans/sample-2026-2030/obligations/2027-140581-instant-delivery");
  EXPECT_EQ(delivery.department(), "market-regulation");
  EXPECT_EQ(FromTimestamp(delivery.due_time()), Shanghai("2028-03-01 00:00"));  // 2028 is a leap year
}

class StandingTest : public testing::Test {
 protected:
  v1::ObligationState At(absl::string_view time) { return StandingAt(obligation_, Shanghai(time)).state; }

  v1::Obligation obligation_ = Of(StateAll("gaoping-2021-2025"), "2023-140581-coal-mining");  // due before 2024-03-01
};

TEST_F(StandingTest, PassesThroughItsStatesAtHalfOpenInstants) {
  EXPECT_EQ(At("2023-12-31 23:59"), v1::OBLIGATION_STATE_NOT_OPEN);
  EXPECT_EQ(At("2024-01-01 00:00"), v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(At("2024-02-22 23:59"), v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(At("2024-02-23 00:00"), v1::OBLIGATION_STATE_DUE_SOON);
  EXPECT_EQ(At("2024-02-29 23:59"), v1::OBLIGATION_STATE_DUE_SOON);
  EXPECT_EQ(At("2024-03-01 00:00"), v1::OBLIGATION_STATE_OVERDUE);
}

// One microsecond, the database's precision, on either side of every instant of every obligation of every shipped plan.
TEST(BoundaryInstantsTest, HalfOpenEverywhere) {
  const absl::Duration tick = absl::Microseconds(1);
  for (const char* plan : {"gaoping-2021-2025", "yunnan-2022", "sample-2026-2030"}) {
    for (const auto& [name, obligation] : StateAll(plan)) {
      const absl::Time open = FromTimestamp(obligation.open_time());
      const absl::Time due = FromTimestamp(obligation.due_time());
      EXPECT_EQ(StandingAt(obligation, open - tick).state, v1::OBLIGATION_STATE_NOT_OPEN) << name;
      EXPECT_NE(StandingAt(obligation, open).state, v1::OBLIGATION_STATE_NOT_OPEN) << name;
      EXPECT_EQ(StandingAt(obligation, due - tick).state, v1::OBLIGATION_STATE_DUE_SOON) << name;
      EXPECT_EQ(StandingAt(obligation, due).state, v1::OBLIGATION_STATE_OVERDUE) << name;
      for (const absl::Time filed : {due - tick, due, due + tick}) {
        EXPECT_EQ(filed >= JudgeFiling(obligation, filed).due, filed >= due) << name;
        v1::Obligation met = obligation;
        *met.mutable_met_time() = ToTimestamp(filed);
        if (JudgeFiling(obligation, filed).final) *met.mutable_final_met_time() = ToTimestamp(filed);
        EXPECT_EQ(StandingAt(met, filed).state, filed < due ? v1::OBLIGATION_STATE_MET : v1::OBLIGATION_STATE_MET_LATE)
            << name;
      }
    }
  }
}

TEST_F(StandingTest, LocksAtItsLockInstant) {
  *obligation_.mutable_lock_time() = ToTimestamp(Shanghai("2024-04-01 00:00"));
  EXPECT_EQ(At("2024-03-31 23:59"), v1::OBLIGATION_STATE_OVERDUE);
  EXPECT_EQ(At("2024-04-01 00:00"), v1::OBLIGATION_STATE_LOCKED);
}

TEST_F(StandingTest, MetIsInTimeUpToTheLastInstant) {
  *obligation_.mutable_met_time() = ToTimestamp(Shanghai("2024-02-29 23:59"));
  EXPECT_EQ(At("2024-06-01 00:00"), v1::OBLIGATION_STATE_MET);
  *obligation_.mutable_met_time() = ToTimestamp(Shanghai("2024-03-01 00:00"));
  EXPECT_EQ(At("2024-06-01 00:00"), v1::OBLIGATION_STATE_MET_LATE);
}

TEST_F(StandingTest, ThePastDoesNotSeeWhatCameLater) {
  *obligation_.mutable_met_time() = ToTimestamp(Shanghai("2024-02-20 10:00"));
  EXPECT_EQ(At("2024-02-20 09:59"), v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(At("2024-02-20 10:00"), v1::OBLIGATION_STATE_MET);
}

TEST_F(StandingTest, SentBackIsOwedAgain) {
  v1::SendBack& send_back = *obligation_.add_send_backs();
  *send_back.mutable_previous_met_time() = ToTimestamp(Shanghai("2024-02-20 10:00"));
  *send_back.mutable_send_back_time() = ToTimestamp(Shanghai("2024-02-21 10:00"));
  *send_back.mutable_due_time() = ToTimestamp(Shanghai("2024-02-27 00:00"));
  EXPECT_EQ(At("2024-02-21 09:00"), v1::OBLIGATION_STATE_MET);
  EXPECT_EQ(At("2024-02-21 10:00"), v1::OBLIGATION_STATE_SENT_BACK);
  const Standing overdue = StandingAt(obligation_, Shanghai("2024-03-02 00:00"));
  EXPECT_EQ(overdue.state, v1::OBLIGATION_STATE_SENT_BACK);
  EXPECT_EQ(overdue.reason, "已退回，重新报送已逾期 1 天");  // the due date was later than the send-back's own
  EXPECT_EQ(overdue.reason_en, "sent back, filing again overdue by 1 day");
}

TEST_F(StandingTest, ExtensionMovesTheDueInstantAndStaysVisible) {
  *obligation_.mutable_due_time() = ToTimestamp(Shanghai("2024-03-16 00:00"));
  EXPECT_EQ(At("2024-03-10 00:00"), v1::OBLIGATION_STATE_EXTENDED);
  EXPECT_EQ(At("2024-03-16 00:00"), v1::OBLIGATION_STATE_OVERDUE);
  *obligation_.mutable_met_time() = ToTimestamp(Shanghai("2024-03-10 00:00"));
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2024-04-01 00:00")).reason, "延期后按时报送");
}

TEST_F(StandingTest, WaivedOwesNothing) {
  *obligation_.mutable_waive_time() = ToTimestamp(Shanghai("2024-02-01 00:00"));
  EXPECT_EQ(At("2024-03-05 00:00"), v1::OBLIGATION_STATE_WAIVED);
}

TEST_F(StandingTest, CountsStartedDays) {
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2024-03-01 00:01")).reason, "已逾期 1 天");
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2024-02-29 10:00")).reason, "距截止还有 1 天");
}

}  // namespace
}  // namespace lianfang::submission
