#include "services/submission/domain/obligation/amendment_rules.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "common/time.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

constexpr char kCoal2022[] = "plans/gaoping-2021-2025/obligations/2022-140581-coal-mining";
constexpr int kRequest2022 = 4;  // of the six industries

class AmendmentRulesTest : public testing::Test {
 protected:
  AmendmentRulesTest() : plan_(ShippedPlan("gaoping-2021-2025")) {
    plan_.set_edition(1);
    standing_ = StateObligations(plan_, Shanghai("2022-05-19 08:00"));
    plan_.set_edition(2);
  }

  static v1::Obligation& Coal2022(std::vector<v1::Obligation>& obligations) {
    for (auto& obligation : obligations) {
      if (obligation.name() == kCoal2022) return obligation;
    }
    throw std::runtime_error("not stated");
  }

  std::vector<v1::Obligation> Amend() {
    std::vector<const v1::Obligation*> standing;
    for (const auto& obligation : standing_) standing.push_back(&obligation);
    return RestateObligations({plan_, reason_, office_, now_}, standing);
  }

  v1::Obligation AmendedCoal2022() {
    auto amended = Amend();
    return Coal2022(amended);
  }

  // Amends, and lets a week pass.
  void AmendAndGoOn() {
    standing_ = Amend();
    plan_.set_edition(plan_.edition() + 1);
    now_ += absl::Hours(24 * 7);
  }

  void WaiveByHand() {
    v1::Obligation& coal = Coal2022(standing_);
    v1::ObligationAdjustment& waiver = *coal.add_adjustments();
    waiver.set_kind(v1::ADJUSTMENT_KIND_WAIVER);
    *waiver.mutable_adjust_time() = *coal.mutable_waive_time() = ToTimestamp(Shanghai("2023-01-06 10:00"));
  }

  const std::string reason_ = "上级调整";
  const std::string office_ = Office().uri;
  absl::Time now_ = Shanghai("2023-01-10 10:00");
  type::v1::Plan plan_;
  std::vector<v1::Obligation> standing_;
};

TEST_F(AmendmentRulesTest, WhatDidNotChangeIsRestatedUnderTheNewEdition) {
  const auto amended = Amend();
  EXPECT_EQ(amended.size(), 42u);
  for (const auto& obligation : amended) {
    EXPECT_EQ(obligation.plan_edition(), 2);
    EXPECT_EQ(obligation.adjustments_size(), 0);
    EXPECT_EQ(obligation.etag(), "2");
  }
}

TEST_F(AmendmentRulesTest, AMovedDateIsOnRecord) {
  plan_.mutable_data_requests(kRequest2022)->mutable_due_date()->set_day(20);
  const v1::Obligation amended = AmendedCoal2022();
  EXPECT_EQ(FromTimestamp(amended.due_time()), Shanghai("2023-02-21 00:00"));
  EXPECT_EQ(FromTimestamp(amended.original_due_time()), Shanghai("2023-03-01 00:00"));
  ASSERT_EQ(amended.adjustments_size(), 1);
  EXPECT_EQ(amended.adjustments(0).kind(), v1::ADJUSTMENT_KIND_AMENDMENT);
  EXPECT_EQ(amended.adjustments(0).reason(), "上级调整");
  EXPECT_EQ(FromTimestamp(amended.adjustments(0).previous_due_time()), Shanghai("2023-03-01 00:00"));
}

TEST_F(AmendmentRulesTest, MetStaysMet) {
  v1::Obligation& coal = Coal2022(standing_);
  *coal.mutable_met_time() = ToTimestamp(Shanghai("2023-01-05 10:00"));
  coal.set_return_("plans/gaoping-2021-2025/returns/2022-140581-coal-mining");
  plan_.mutable_data_requests(kRequest2022)->mutable_due_date()->set_day(20);
  const v1::Obligation amended = AmendedCoal2022();
  EXPECT_EQ(StandingAt(amended, now_).state, v1::OBLIGATION_STATE_MET);
  EXPECT_EQ(amended.return_(), coal.return_());
}

TEST_F(AmendmentRulesTest, AnExtensionByHandKeepsItsLaterDate) {
  *Coal2022(standing_).mutable_due_time() = ToTimestamp(Shanghai("2023-03-16 00:00"));
  Coal2022(standing_).add_adjustments()->set_kind(v1::ADJUSTMENT_KIND_EXTENSION);
  plan_.mutable_data_requests(kRequest2022)->mutable_due_date()->set_day(20);
  EXPECT_EQ(FromTimestamp(AmendedCoal2022().due_time()), Shanghai("2023-03-16 00:00"));
}

TEST_F(AmendmentRulesTest, WhatIsNoLongerStatedIsWaivedOnRecord) {
  plan_.mutable_data_requests(kRequest2022)->mutable_industries()->DeleteSubrange(1, 1);
  const v1::Obligation amended = AmendedCoal2022();
  EXPECT_EQ(StandingAt(amended, now_).state, v1::OBLIGATION_STATE_WAIVED);
  EXPECT_EQ(amended.adjustments(0).kind(), v1::ADJUSTMENT_KIND_AMENDMENT);
  EXPECT_EQ(Amend().size(), 42u);
}

TEST_F(AmendmentRulesTest, WhatWasSentBackAndIsNoLongerStatedIsWaivedToo) {
  v1::Obligation& coal = Coal2022(standing_);
  *coal.add_send_backs()->mutable_send_back_time() = ToTimestamp(Shanghai("2023-01-06 10:00"));
  plan_.mutable_data_requests(kRequest2022)->mutable_industries()->DeleteSubrange(1, 1);
  EXPECT_EQ(StandingAt(AmendedCoal2022(), now_).state, v1::OBLIGATION_STATE_WAIVED);
}

TEST_F(AmendmentRulesTest, WhatIsStatedAgainIsOwedAgainAndThePastRemembersTheGap) {
  auto* industries = plan_.mutable_data_requests(kRequest2022)->mutable_industries();
  const auto all = *industries;
  industries->DeleteSubrange(1, 1);
  standing_ = Amend();
  *industries = all;
  const absl::Time dropped = now_;
  now_ += absl::Hours(24 * 7);
  const v1::Obligation amended = AmendedCoal2022();
  EXPECT_EQ(StandingAt(amended, now_).state, v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(StandingAt(amended, dropped).state, v1::OBLIGATION_STATE_WAIVED);
  EXPECT_EQ(StandingAt(amended, dropped - absl::Seconds(1)).state, v1::OBLIGATION_STATE_OPEN);
}

TEST_F(AmendmentRulesTest, WhatWasWaivedByHandStaysWaivedThroughEveryEdition) {
  WaiveByHand();
  auto& request = *plan_.mutable_data_requests(kRequest2022);
  request.mutable_due_date()->set_day(20);
  AmendAndGoOn();
  EXPECT_EQ(StandingAt(Coal2022(standing_), now_).state, v1::OBLIGATION_STATE_WAIVED);
  AmendAndGoOn();  // nothing moved
  request.mutable_due_date()->set_day(25);
  AmendAndGoOn();
  const auto all = request.industries();
  request.mutable_industries()->DeleteSubrange(1, 1);
  AmendAndGoOn();  // no longer stated
  *request.mutable_industries() = all;
  AmendAndGoOn();
  const v1::Obligation& coal = Coal2022(standing_);
  EXPECT_EQ(FromTimestamp(coal.waive_time()), Shanghai("2023-01-06 10:00"));
  for (absl::Time time = FromTimestamp(coal.waive_time()); time < now_; time += absl::Hours(24)) {
    EXPECT_EQ(StandingAt(coal, time).state, v1::OBLIGATION_STATE_WAIVED) << time;
  }
  EXPECT_EQ(coal.adjustments_size(), 3);  // the waiver and two moved dates
}

// The first rules took a waiver back with the second edition after it that moved a date: the time in between stays.
TEST_F(AmendmentRulesTest, AWaiverThatTheFirstRulesTookBackIsRememberedForItsTime) {
  WaiveByHand();
  for (const int day : {20, 25}) {
    plan_.mutable_data_requests(kRequest2022)->mutable_due_date()->set_day(day);
    std::vector<const v1::Obligation*> standing;
    for (const auto& obligation : standing_) standing.push_back(&obligation);
    standing_ = RestateObligations({plan_, reason_, office_, now_, /*whole=*/false}, standing);
    now_ += absl::Hours(24 * 7);
  }
  const v1::Obligation& coal = Coal2022(standing_);
  EXPECT_FALSE(coal.has_waive_time());
  EXPECT_EQ(StandingAt(coal, Shanghai("2023-01-06 09:59")).state, v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(StandingAt(coal, Shanghai("2023-01-06 10:00")).state, v1::OBLIGATION_STATE_WAIVED);
  EXPECT_EQ(StandingAt(coal, Shanghai("2023-01-17 09:59")).state, v1::OBLIGATION_STATE_WAIVED);
  EXPECT_EQ(StandingAt(coal, Shanghai("2023-01-17 10:00")).state, v1::OBLIGATION_STATE_OPEN);
}

TEST_F(AmendmentRulesTest, EveryInstantThatMovesIsOnRecord) {
  auto& request = *plan_.mutable_data_requests(kRequest2022);
  request.set_lock_days(30);
  v1::Obligation amended = AmendedCoal2022();
  EXPECT_EQ(FromTimestamp(amended.lock_time()), Shanghai("2023-03-31 00:00"));
  ASSERT_EQ(amended.adjustments_size(), 1);
  const v1::ObligationAdjustment& adjustment = amended.adjustments(0);
  EXPECT_EQ(FromTimestamp(adjustment.previous_due_time()), FromTimestamp(adjustment.due_time()));
  ASSERT_EQ(adjustment.instants_size(), 1);
  EXPECT_EQ(adjustment.instants(0).instant(), v1::OBLIGATION_INSTANT_LOCK);
  EXPECT_FALSE(adjustment.instants(0).has_previous_time());
  EXPECT_EQ(FromTimestamp(adjustment.instants(0).time()), Shanghai("2023-03-31 00:00"));
  EXPECT_EQ(StandingAt(amended, now_).state, v1::OBLIGATION_STATE_OPEN);  // no due instant is no waiver

  request.mutable_open_date()->set_year(2023);
  request.mutable_open_date()->set_month(1);
  request.mutable_open_date()->set_day(5);
  request.set_grace_days(3);
  request.mutable_due_date()->set_day(20);
  request.mutable_final_due_date()->set_year(2023);
  request.mutable_final_due_date()->set_month(6);
  request.mutable_final_due_date()->set_day(30);
  AmendAndGoOn();
  ASSERT_EQ(Coal2022(standing_).adjustments_size(), 1);
  EXPECT_EQ(Coal2022(standing_).adjustments(0).instants_size(), 6);
  request.clear_final_due_date();  // asked for no more
  AmendAndGoOn();
  const v1::Obligation& coal = Coal2022(standing_);
  ASSERT_EQ(coal.adjustments_size(), 2);
  ASSERT_EQ(coal.adjustments(1).instants_size(), 2);
  EXPECT_EQ(coal.adjustments(1).instants(1).instant(), v1::OBLIGATION_INSTANT_FINAL_DUE);
  EXPECT_EQ(FromTimestamp(coal.adjustments(1).instants(1).previous_time()), Shanghai("2023-07-01 00:00"));
  EXPECT_FALSE(coal.adjustments(1).instants(1).has_time());
}

TEST_F(AmendmentRulesTest, ThePastDoesNotSeeInstantsThatMovedLater) {
  auto& request = *plan_.mutable_data_requests(kRequest2022);
  request.set_lock_days(1);
  request.mutable_open_date()->set_year(2023);
  request.mutable_open_date()->set_month(1);
  request.mutable_open_date()->set_day(15);
  now_ = Shanghai("2023-03-10 10:00");
  const v1::Obligation amended = AmendedCoal2022();
  EXPECT_EQ(StandingAt(amended, Shanghai("2023-01-10 00:00")).state, v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(StandingAt(amended, Shanghai("2023-03-10 09:59")).state, v1::OBLIGATION_STATE_OVERDUE);
  EXPECT_EQ(StandingAt(amended, now_).state, v1::OBLIGATION_STATE_LOCKED);
}

TEST_F(AmendmentRulesTest, WhatAwaitsFinalFiguresAndIsNoLongerStatedIsWaived) {
  v1::Obligation& coal = Coal2022(standing_);
  *coal.mutable_met_time() = ToTimestamp(Shanghai("2023-01-05 10:00"));
  *coal.mutable_final_open_time() = ToTimestamp(Shanghai("2023-01-08 00:00"));
  *coal.mutable_final_due_time() = ToTimestamp(Shanghai("2023-02-01 00:00"));
  plan_.mutable_data_requests(kRequest2022)->mutable_industries()->DeleteSubrange(1, 1);
  const v1::Obligation waived = AmendedCoal2022();
  EXPECT_EQ(StandingAt(waived, Shanghai("2023-02-05 00:00")).state, v1::OBLIGATION_STATE_WAIVED);
  EXPECT_EQ(waived.adjustments(0).reason(), reason_);
  *coal.mutable_final_met_time() = ToTimestamp(Shanghai("2023-01-09 00:00"));  // and what is met stays met
  EXPECT_EQ(StandingAt(AmendedCoal2022(), Shanghai("2023-02-05 00:00")).state, v1::OBLIGATION_STATE_MET);
}

TEST_F(AmendmentRulesTest, AnotherDepartmentMayOwe) {
  plan_.mutable_industries(1)->set_responsible_department("transport");
  EXPECT_EQ(AmendedCoal2022().department(), "transport");
}

}  // namespace
}  // namespace lianfang::submission
