// The life of a return that its convener signs, that is withdrawn, or that is corrected after the plan has closed: the
// decisions, and what follows from them for the return and its obligation.
#include "services/submission/domain/return/sign_off_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/domain/return/closing_rules.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/violations.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;

// Due before 2022-06-01.
constexpr char kCoal2019[] = "plans/gaoping-2021-2025/obligations/2019-140581-coal-mining";

Identity Zhang() { return Someone("emergency", "liaison", "zhang-wei"); }
Identity Li() { return Someone("emergency", "convener", "li-ming"); }

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

// One obligation with its return, and what happens to them.
class SignOffRulesTest : public testing::Test {
 protected:
  SignOffRulesTest() : plan_(ShippedPlan("gaoping-2021-2025")) {
    plan_.set_edition(1);
    for (auto& request : *plan_.mutable_data_requests()) request.set_needs_sign_off(true);
    for (auto& obligation : StateObligations(plan_, Shanghai("2022-05-19 08:00"))) {
      if (obligation.name() == kCoal2019) obligation_ = std::move(obligation);
    }
  }

  ReturnState state() const { return {plan_, obligation_, filed_.name().empty() ? nullptr : &filed_, nullptr}; }

  template <typename Event, typename Put>
  absl::Status Follow(const absl::StatusOr<Event>& event, absl::string_view time, Put put) {
    if (!event.ok()) return event.status();
    v1::LedgerEntry entry;
    entry.set_rules(kSignOffs);
    entry.set_sequence(++sequence_);
    *entry.mutable_commit_time() = ToTimestamp(Shanghai(time));
    put(entry, *event);
    const Projection after = Project(entry, {plan_, &obligation_, state().current, {}});
    filed_ = *after.filed;
    if (!after.obligations.empty()) obligation_ = after.obligations[0];
    return absl::OkStatus();
  }

  absl::Status File(absl::string_view time, int64_t accidents = 2, const Identity& caller = Zhang()) {
    auto request = Filing(kCoal2019, accidents, 0, 3);
    request.set_warning_confirmation("属实");
    if (state().current != nullptr) {
      request.set_supersedes(filed_.latest().revision());
      request.set_correction_reason("更正");
      request.set_etag(filed_.etag());
    }
    return Follow(FileReturn(state(), request, caller, Shanghai(time)), time,
                  [](auto& entry, const auto& event) { *entry.mutable_return_filed() = event; });
  }

  absl::Status Sign(absl::string_view time, v1::SignOffDecision decision = v1::SIGN_OFF_DECISION_SIGN,
                    const Identity& caller = Li()) {
    v1::SignReturnRequest request;
    request.set_etag(filed_.etag());
    request.mutable_sign_off()->set_decision(decision);
    if (decision == v1::SIGN_OFF_DECISION_SEND_BACK) request.mutable_sign_off()->set_reason("请核对");
    return Follow(SignReturn(state(), request, caller), time,
                  [](auto& entry, const auto& event) { *entry.mutable_return_signed() = event; });
  }
  absl::Status Refuse(absl::string_view time) { return Sign(time, v1::SIGN_OFF_DECISION_SEND_BACK); }

  absl::Status Withdraw(absl::string_view time, const Identity& caller = Zhang()) {
    v1::WithdrawReturnRequest request;
    request.set_etag(filed_.etag());
    request.set_reason("报错任务");
    return Follow(WithdrawReturn(state(), request, caller), time,
                  [](auto& entry, const auto& event) { *entry.mutable_return_withdrawn() = event; });
  }

  absl::Status Review(absl::string_view time, v1::ReviewDecision decision = v1::REVIEW_DECISION_ACCEPT) {
    v1::ReviewReturnRequest request;
    request.set_etag(filed_.etag());
    request.mutable_review()->set_decision(decision);
    request.mutable_review()->set_reason("核对");
    return Follow(ReviewReturn(state(), request, Office()), time,
                  [](auto& entry, const auto& event) { *entry.mutable_return_reviewed() = event; });
  }

  absl::Status Grant(absl::string_view time, absl::string_view until) {
    v1::GrantCorrectionRequest request;
    request.set_reason("事故结案后人数有变");
    *request.mutable_end_time() = ToTimestamp(Shanghai(until));
    return Follow(GrantCorrection(state(), request, Office(), Shanghai(time)), time,
                  [](auto& entry, const auto& event) { *entry.mutable_correction_granted() = event; });
  }

  v1::ObligationState StateAt(absl::string_view time) const { return StandingAt(obligation_, Shanghai(time)).state; }

  type::v1::Plan plan_;
  v1::Obligation obligation_;
  v1::Return filed_;
  int sequence_ = 0;
};

TEST_F(SignOffRulesTest, AFilingCountsWhenItWasFiledAndIsInForceWhenItIsSigned) {
  ASSERT_TRUE(File("2022-05-31 18:00").ok());
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_AWAITING_SIGN_OFF);
  EXPECT_EQ(StateAt("2022-06-01 12:00"), v1::OBLIGATION_STATE_MET) << "nobody is reminded while it waits";
  EXPECT_EQ(ReasonOf(Review("2022-06-01 12:00")), "NOT_SIGNED");
  ASSERT_TRUE(Sign("2022-06-02 09:00").ok());
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(filed_.latest().sign_off().signer(), Li().uri);
  EXPECT_EQ(filed_.latest().sign_off().ledger_sequence(), 2);
  EXPECT_FALSE(filed_.latest().late());
  EXPECT_EQ(StateAt("2022-06-10 12:00"), v1::OBLIGATION_STATE_MET);
  EXPECT_TRUE(Review("2022-06-03 09:00").ok());
}

TEST_F(SignOffRulesTest, WhereThePlanAsksForNoneNothingWaits) {
  for (auto& request : *plan_.mutable_data_requests()) request.set_needs_sign_off(false);
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(ReasonOf(Sign("2022-05-21 10:00")), "NOT_AWAITING_SIGN_OFF");
}

TEST_F(SignOffRulesTest, NobodySignsWhatHeFiledUnlessThePlanAllowsIt) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  const auto sign = v1::SIGN_OFF_DECISION_SIGN;
  const absl::Status own = Sign("2022-05-21 10:00", sign, Someone("emergency", "convener", "zhang-wei"));
  EXPECT_EQ(own.code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ReasonOf(own), "FOUR_EYES");
  EXPECT_EQ(ReasonOf(Sign("2022-05-21 10:00", sign,
                          *ParseIdentity("spiffe://lianfang.local/region/140581/department/"
                                         "emergency/role/convener",
                                         "lianfang.local"))),
            "FOUR_EYES")
      << "without a name a department counts as one person";
  plan_.set_four_eyes(type::v1::FOUR_EYES_NOT_REQUIRED);
  EXPECT_TRUE(Sign("2022-05-21 10:00", sign, Someone("emergency", "convener", "zhang-wei")).ok());
}

TEST_F(SignOffRulesTest, AnotherDepartmentSignsAndWithdrawsNothing) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  EXPECT_EQ(ReasonOf(Sign("2022-05-21 10:00", v1::SIGN_OFF_DECISION_SIGN, Someone("housing", "convener", "wang"))),
            "NOT_THE_RESPONSIBLE_DEPARTMENT");
  EXPECT_EQ(ReasonOf(Withdraw("2022-05-21 10:00", Liaison("housing"))), "NOT_THE_RESPONSIBLE_DEPARTMENT");
}

TEST_F(SignOffRulesTest, ASignatureSaysWhatItIsAbout) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  v1::SignReturnRequest request;
  EXPECT_THAT(ViolationsOf(SignReturn(state(), request, Li()).status()),
              ElementsAre("etag: is required: the return's, as it was when it was read",
                          "sign_off.decision: is no known decision"));
  request.set_etag(filed_.etag());
  request.mutable_sign_off()->set_decision(v1::SIGN_OFF_DECISION_SEND_BACK);
  EXPECT_THAT(ViolationsOf(SignReturn(state(), request, Li()).status()),
              ElementsAre("sign_off.reason: is required when sending back"));
  request.mutable_sign_off()->set_reason("请核对");
  request.set_etag("99");
  EXPECT_EQ(SignReturn(state(), request, Li()).status().code(), absl::StatusCode::kAborted);
}

// What the convener does not sign was not filed: otherwise anything filed on the last day would gain time.
TEST_F(SignOffRulesTest, WhatIsNotSignedIsOwedAgainByItsOriginalDate) {
  ASSERT_TRUE(File("2022-05-31 18:00").ok());
  ASSERT_TRUE(Refuse("2022-06-01 09:00").ok());
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_NOT_SIGNED);
  EXPECT_EQ(StateAt("2022-05-31 20:00"), v1::OBLIGATION_STATE_MET) << "as it stood then";
  EXPECT_EQ(StateAt("2022-06-01 10:00"), v1::OBLIGATION_STATE_OVERDUE);
  EXPECT_EQ(ReasonOf(Review("2022-06-01 12:00")), "NOT_SIGNED");
  ASSERT_TRUE(File("2022-06-02 09:00").ok());
  EXPECT_TRUE(filed_.latest().late());
  EXPECT_EQ(StateAt("2022-06-02 10:00"), v1::OBLIGATION_STATE_MET_LATE);
}

TEST_F(SignOffRulesTest, WhatIsInForceStaysUntilItsCorrectionIsSigned) {
  ASSERT_TRUE(File("2022-05-20 10:00", 2).ok());
  ASSERT_TRUE(Sign("2022-05-20 11:00").ok());
  ASSERT_TRUE(Review("2022-05-21 10:00").ok());
  ASSERT_TRUE(File("2022-05-22 10:00", 3).ok());
  EXPECT_EQ(filed_.in_force().revision(), 1);
  EXPECT_EQ(filed_.in_force().review().decision(), v1::REVIEW_DECISION_ACCEPT);
  const std::string before = obligation_.SerializeAsString();
  ASSERT_TRUE(Refuse("2022-06-02 10:00").ok());
  EXPECT_EQ(filed_.in_force().revision(), 1);
  EXPECT_EQ(obligation_.SerializeAsString(), before) << "the first revision meets it";
  ASSERT_TRUE(File("2022-06-03 10:00", 4).ok());
  EXPECT_EQ(filed_.in_force().revision(), 1);
  ASSERT_TRUE(Sign("2022-06-03 11:00").ok());
  EXPECT_FALSE(filed_.has_in_force());
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_SUBMITTED);
}

TEST_F(SignOffRulesTest, AnAnswerThatIsNotSignedLeavesTheSendBackOpen) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  ASSERT_TRUE(Sign("2022-05-20 11:00").ok());
  ASSERT_TRUE(Review("2022-05-30 10:00", v1::REVIEW_DECISION_SEND_BACK).ok());  // owed again before 5 June
  ASSERT_TRUE(File("2022-06-02 10:00").ok());
  EXPECT_EQ(StateAt("2022-06-02 12:00"), v1::OBLIGATION_STATE_MET);
  ASSERT_TRUE(Refuse("2022-06-03 10:00").ok());
  EXPECT_EQ(StateAt("2022-06-02 12:00"), v1::OBLIGATION_STATE_MET) << "as it stood then";
  EXPECT_EQ(StateAt("2022-06-03 12:00"), v1::OBLIGATION_STATE_SENT_BACK);
  EXPECT_EQ(FromTimestamp(obligation_.sent_back_time()), Shanghai("2022-05-30 10:00"));
  ASSERT_TRUE(File("2022-06-04 10:00").ok());
  EXPECT_FALSE(filed_.latest().late());
  EXPECT_EQ(StateAt("2022-06-10 12:00"), v1::OBLIGATION_STATE_MET);
}

TEST_F(SignOffRulesTest, AWithdrawalIsARevisionOfItsOwnAndTheObligationIsOwedAgain) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  ASSERT_TRUE(Withdraw("2022-06-02 10:00").ok());
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_WITHDRAWN);
  EXPECT_EQ(filed_.latest().revision(), 2);
  EXPECT_TRUE(filed_.latest().withdrawal());
  EXPECT_EQ(filed_.latest().figures_size(), 0);
  EXPECT_EQ(filed_.latest().correction_reason(), "报错任务");
  EXPECT_EQ(StateAt("2022-06-01 12:00"), v1::OBLIGATION_STATE_MET) << "as it stood then";
  EXPECT_EQ(StateAt("2022-06-02 12:00"), v1::OBLIGATION_STATE_OVERDUE);
  EXPECT_EQ(ReasonOf(Withdraw("2022-06-02 11:00")), "NOT_FILED");
  EXPECT_EQ(ReasonOf(Review("2022-06-02 12:00")), "WITHDRAWN");
  ASSERT_TRUE(File("2022-06-03 10:00").ok());
  EXPECT_TRUE(filed_.latest().late());
  EXPECT_EQ(filed_.latest().revision(), 3);
}

TEST_F(SignOffRulesTest, WhatTheConvenerSignedOnlyAConvenerWithdraws) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  ASSERT_TRUE(Sign("2022-05-20 11:00").ok());
  EXPECT_EQ(ReasonOf(Withdraw("2022-05-21 10:00")), "SIGNED_BY_CONVENER");
  EXPECT_TRUE(Withdraw("2022-05-21 10:00", Li()).ok());
}

TEST_F(SignOffRulesTest, AnAcceptedReturnIsNotWithdrawnNorOneWithoutAReason) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  v1::WithdrawReturnRequest request;
  EXPECT_THAT(ViolationsOf(WithdrawReturn(state(), request, Zhang()).status()),
              ElementsAre("etag: is required: the return's, as it was when it was read", "reason: is required"));
  ASSERT_TRUE(Sign("2022-05-20 11:00").ok());
  ASSERT_TRUE(Review("2022-05-21 10:00").ok());
  EXPECT_EQ(ReasonOf(Withdraw("2022-05-22 10:00", Li())), "ALREADY_ACCEPTED");
  ASSERT_TRUE(File("2022-05-23 10:00", 3).ok());
  EXPECT_EQ(ReasonOf(Withdraw("2022-05-24 10:00", Li())), "ALREADY_ACCEPTED") << "its correction neither";
}

class ClosingRulesTest : public SignOffRulesTest {
 protected:
  ClosingRulesTest() {
    for (auto& request : *plan_.mutable_data_requests()) request.set_needs_sign_off(false);
    plan_.mutable_closing_date()->set_year(2026);
    plan_.mutable_closing_date()->set_month(6);
    plan_.mutable_closing_date()->set_day(30);
  }
};

TEST_F(ClosingRulesTest, AnAcceptedReturnIsCorrectedAfterClosingOnlyWithLeave) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  ASSERT_TRUE(Review("2022-05-21 10:00").ok());
  ASSERT_TRUE(File("2026-06-30 23:59", 3).ok()) << "the closing date is the last day";
  ASSERT_TRUE(Review("2026-06-30 23:59").ok());
  const absl::Status closed = File("2026-07-01 00:00", 4);
  EXPECT_EQ(closed.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ReasonOf(closed), "PLAN_CLOSED");
  ASSERT_TRUE(Grant("2026-07-01 09:00", "2026-07-10 00:00").ok());
  EXPECT_EQ(filed_.correction_grant().grantor(), Office().uri);
  EXPECT_EQ(ReasonOf(File("2026-07-10 00:00", 4)), "PLAN_CLOSED") << "the leave has ended";
  EXPECT_TRUE(File("2026-07-09 23:59", 4).ok());
}

TEST_F(ClosingRulesTest, WhatIsOwedIsFiledAsEver) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  ASSERT_TRUE(Review("2022-05-21 10:00").ok());
  ASSERT_TRUE(File("2026-06-30 10:00", 3).ok());
  ASSERT_TRUE(Review("2026-07-01 10:00", v1::REVIEW_DECISION_SEND_BACK).ok());
  EXPECT_TRUE(File("2026-07-02 10:00", 4).ok()) << "the answer to a send-back";
}

TEST_F(ClosingRulesTest, ALeaveIsForAnAcceptedReturnOfAPlanThatCloses) {
  ASSERT_TRUE(File("2022-05-20 10:00").ok());
  EXPECT_EQ(ReasonOf(Grant("2026-07-01 09:00", "2026-07-10 00:00")), "NOT_ACCEPTED");
  ASSERT_TRUE(Review("2022-05-21 10:00").ok());
  EXPECT_THAT(ViolationsOf(Grant("2026-07-01 09:00", "2026-07-01 09:00")), ElementsAre("end_time: must be after now"));
  EXPECT_THAT(ViolationsOf(Grant("2026-07-01 09:00", "2027-08-01 00:00")),
              ElementsAre("end_time: must be at most 366 days from now"));
  v1::GrantCorrectionRequest request;
  EXPECT_EQ(ReasonOf(GrantCorrection(state(), request, Li(), Shanghai("2026-07-01 09:00")).status()),
            "NOT_THE_PLAN_OFFICE");
  plan_.clear_closing_date();
  EXPECT_EQ(ReasonOf(Grant("2026-07-01 09:00", "2026-07-10 00:00")), "PLAN_NEVER_CLOSES");
}

}  // namespace
}  // namespace lianfang::submission
