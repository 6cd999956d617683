#include "services/submission/domain/obligation/adjustment_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/violations.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;

class AdjustmentRulesTest : public testing::Test {
 protected:
  AdjustmentRulesTest() : plan_(ShippedPlan("gaoping-2021-2025")) {
    plan_.set_edition(1);
    obligation_ = StateObligations(plan_, now_)[0];  // due before 2022-06-01
    *obligation_.mutable_lock_time() = ToTimestamp(Shanghai("2022-07-01 00:00"));
  }

  absl::StatusOr<v1::Obligation> Extend(absl::string_view until, const Identity& caller = Office(),
                                        const std::string& etag = "") {
    v1::ExtendObligationRequest request;
    *request.mutable_due_time() = ToTimestamp(Shanghai(until));
    request.set_reason("事故调查尚未结案");
    request.set_etag(etag);
    return Follow(ExtendObligation(plan_, obligation_, request, caller, now_), caller);
  }

  absl::StatusOr<v1::Obligation> Waive(const std::string& reason = "本市无此类企业") {
    v1::WaiveObligationRequest request;
    request.set_reason(reason);
    return Follow(WaiveObligation(plan_, obligation_, request, Office(), now_), Office());
  }

  // The obligation as an adjustment leaves it.
  absl::StatusOr<v1::Obligation> Follow(const absl::StatusOr<v1::ObligationAdjusted>& adjusted,
                                        const Identity& caller) {
    if (!adjusted.ok()) return adjusted.status();
    v1::LedgerEntry entry;
    entry.set_actor(caller.uri);
    *entry.mutable_commit_time() = ToTimestamp(now_);
    *entry.mutable_obligation_adjusted() = *adjusted;
    return Project(entry, {plan_, &obligation_, nullptr, {}}).obligations.at(0);
  }

  absl::Time now_ = Shanghai("2022-05-20 10:00");
  type::v1::Plan plan_;
  v1::Obligation obligation_;
};

TEST_F(AdjustmentRulesTest, AnExtensionMovesDueGraceAndLockAndKeepsTheOriginal) {
  const auto extended = Extend("2022-06-11 00:00");
  ASSERT_TRUE(extended.ok()) << extended.status();
  EXPECT_EQ(FromTimestamp(extended->due_time()), Shanghai("2022-06-11 00:00"));
  EXPECT_EQ(FromTimestamp(extended->grace_end_time()), Shanghai("2022-06-11 00:00"));
  EXPECT_EQ(FromTimestamp(extended->lock_time()), Shanghai("2022-07-11 00:00"));
  EXPECT_EQ(FromTimestamp(extended->original_due_time()), Shanghai("2022-06-01 00:00"));
  EXPECT_NE(extended->etag(), obligation_.etag());
  ASSERT_EQ(extended->adjustments_size(), 1);
  EXPECT_EQ(extended->adjustments(0).actor(), Office().uri);
  EXPECT_EQ(FromTimestamp(extended->adjustments(0).previous_due_time()), Shanghai("2022-06-01 00:00"));
  EXPECT_EQ(StandingAt(*extended, Shanghai("2022-06-05 00:00")).state, v1::OBLIGATION_STATE_EXTENDED);
}

TEST_F(AdjustmentRulesTest, ThePastDoesNotSeeALaterExtension) {
  now_ = Shanghai("2022-06-20 10:00");  // granted when it was overdue already
  obligation_ = *Extend("2022-06-30 00:00");
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-06-05 00:00")).state, v1::OBLIGATION_STATE_OVERDUE);
  EXPECT_EQ(StandingAt(obligation_, now_).state, v1::OBLIGATION_STATE_EXTENDED);
  *obligation_.mutable_met_time() = ToTimestamp(Shanghai("2022-06-25 00:00"));
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-07-05 00:00")).state, v1::OBLIGATION_STATE_MET);
}

TEST_F(AdjustmentRulesTest, EveryAdjustmentIsListed) {
  obligation_ = *Extend("2022-06-11 00:00");
  obligation_ = *Extend("2022-06-21 00:00");
  obligation_ = *Waive();
  ASSERT_EQ(obligation_.adjustments_size(), 3);
  EXPECT_EQ(obligation_.adjustments(2).kind(), v1::ADJUSTMENT_KIND_WAIVER);
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-08-01 00:00")).state, v1::OBLIGATION_STATE_WAIVED);
  EXPECT_EQ(StandingAt(obligation_, now_ - absl::Seconds(1)).state, v1::OBLIGATION_STATE_OPEN);
}

TEST_F(AdjustmentRulesTest, ADueDateIsNeverMovedForward) {
  EXPECT_THAT(ViolationsOf(Extend("2022-06-01 00:00").status()),
              ElementsAre("due_time: must be after the due instant in force"));
  EXPECT_EQ(Extend("2022-05-25 00:00").status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(ViolationsOf(Extend("2042-06-01 00:00").status()),
              ElementsAre("due_time: must be at most 3660 days after the due instant in force"));
}

TEST_F(AdjustmentRulesTest, AnExtensionEndsAfterNow) {
  now_ = Shanghai("2022-06-20 10:00");  // overdue since the first of June
  EXPECT_THAT(ViolationsOf(Extend("2022-06-20 10:00").status()),
              ElementsAre("due_time: must be after now: what is late already stays late"));
  EXPECT_TRUE(Extend("2022-06-20 10:01").ok());
}

TEST_F(AdjustmentRulesTest, AnExtensionOfWhatWasSentBackEndsAfterTheSendBacksOwnDate) {
  v1::SendBack& send_back = *obligation_.add_send_backs();
  *send_back.mutable_previous_met_time() = ToTimestamp(Shanghai("2022-05-10 10:00"));
  *send_back.mutable_send_back_time() = ToTimestamp(now_);
  *send_back.mutable_due_time() = ToTimestamp(Shanghai("2022-06-05 00:00"));
  EXPECT_THAT(ViolationsOf(Extend("2022-06-05 00:00").status()),
              ElementsAre("due_time: must be after the due instant in force"));
  obligation_ = *Extend("2022-06-05 00:01");
  EXPECT_EQ(StandingAt(obligation_, now_).due, Shanghai("2022-06-05 00:01"));
  EXPECT_EQ(FromTimestamp(obligation_.adjustments(0).previous_due_time()), Shanghai("2022-06-01 00:00"));
}

TEST_F(AdjustmentRulesTest, OnlyTheOfficeAdjusts) {
  EXPECT_EQ(Extend("2022-06-11 00:00", Liaison("emergency")).status().code(), absl::StatusCode::kPermissionDenied);
}

TEST_F(AdjustmentRulesTest, AStaleEtagIsAborted) {
  EXPECT_TRUE(Extend("2022-06-11 00:00", Office(), obligation_.etag()).ok());
  EXPECT_EQ(Extend("2022-06-11 00:00", Office(), "99").status().code(), absl::StatusCode::kAborted);
}

TEST_F(AdjustmentRulesTest, WhatIsMetOrWaivedIsOwedNoMore) {
  v1::Obligation waived = *Waive();
  *obligation_.mutable_met_time() = ToTimestamp(now_);
  EXPECT_EQ(Extend("2022-06-11 00:00").status().code(), absl::StatusCode::kFailedPrecondition);
  obligation_ = waived;
  EXPECT_EQ(Waive().status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(AdjustmentRulesTest, AnExtensionMovesTheEditionThatIsAwaited) {
  obligation_.set_provisional(true);
  *obligation_.mutable_met_time() = ToTimestamp(now_);
  *obligation_.mutable_final_open_time() = ToTimestamp(Shanghai("2022-06-01 00:00"));
  *obligation_.mutable_final_due_time() = ToTimestamp(Shanghai("2022-08-01 00:00"));
  const absl::Time due = FromTimestamp(obligation_.due_time());
  obligation_ = *Extend("2022-08-11 00:00");
  EXPECT_EQ(FromTimestamp(obligation_.due_time()), due);
  EXPECT_EQ(FromTimestamp(obligation_.final_due_time()), Shanghai("2022-08-11 00:00"));
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-08-05 00:00")).state, v1::OBLIGATION_STATE_EXTENDED);
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-08-11 00:00")).state, v1::OBLIGATION_STATE_OVERDUE);
  // In time, and that it would not have been without the extension stays visible.
  *obligation_.mutable_final_met_time() = ToTimestamp(Shanghai("2022-08-05 00:00"));
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-08-20 00:00")).reason, "延期后按时报送");
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-08-20 00:00")).reason_en, "filed in time after an extension");
  *obligation_.mutable_final_met_time() = ToTimestamp(Shanghai("2022-07-31 23:59"));
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-08-20 00:00")).reason, "已按时报送");
}

TEST_F(AdjustmentRulesTest, ReasonsAreBounded) {
  std::string reason;
  for (int i = 0; i < 2001; ++i) reason += "长";
  EXPECT_THAT(ViolationsOf(Waive(reason).status()), ElementsAre("reason: must be at most 2000 characters, was 2001"));
}

}  // namespace
}  // namespace lianfang::submission
