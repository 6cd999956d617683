// Filings around every instant of an obligation, drawn at random with a fixed seed. What is asserted is what the filed
// revision says for ever: whether it is late, and the due instant it was judged by.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "common/time.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/obligation/adjustment_rules.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/domain/return/return_rules.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

constexpr char kCoal2025[] = "plans/gaoping-2021-2025/obligations/2025-140581-coal-mining";
constexpr int kRequest2025 = 10;
constexpr int kDraws = 300;
constexpr absl::Duration kTick = absl::Microseconds(1);  // the database's precision

class FilingBoundaryTest : public testing::Test {
 protected:
  FilingBoundaryTest() : plan_(ShippedPlan("gaoping-2021-2025")) { plan_.set_edition(1); }

  // Figures of 2025, provisional, with final ones to follow; a due date, a closing date and all else as drawn.
  void Draw() {
    auto& request = *plan_.mutable_data_requests(kRequest2025);
    const int due_day = Number(5, 31);
    const int lock_days = Number(0, 1) * Number(1, 60);
    const int final_day = Number(1, 31);
    resubmission_days_ = Number(1, 10);
    request.mutable_due_date()->set_day(due_day);
    request.set_lock_days(lock_days);
    request.set_resubmission_days(resubmission_days_);
    request.mutable_final_due_date()->set_year(2026);
    request.mutable_final_due_date()->set_month(3);
    request.mutable_final_due_date()->set_day(final_day);
    open_ = Start(absl::CivilDay(2025, 12, 1));
    due_ = Start(absl::CivilDay(2025, 12, due_day) + 1);
    lock_ = lock_days == 0 ? absl::InfiniteFuture() : Start(absl::CivilDay(2025, 12, due_day) + 1 + lock_days);
    final_open_ = Start(absl::CivilDay(2026, 1, 1));
    final_due_ = Start(absl::CivilDay(2026, 3, final_day) + 1);
    filed_.Clear();
    for (auto& obligation : StateObligations(plan_, Shanghai("2022-05-19 08:00"))) {
      if (obligation.name() == kCoal2025) obligation_ = obligation;
    }
    ASSERT_EQ(obligation_.name(), kCoal2025);
  }

  int Number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }

  absl::Time Between(absl::Time from, absl::Time to) {
    const int64_t ticks = absl::ToInt64Microseconds(to - from) - 1;
    return from + absl::Microseconds(std::uniform_int_distribution<int64_t>(0, ticks)(random_));
  }

  // The instant itself, the last one before, the first one after, or one within two days of it.
  absl::Time Near(absl::Time instant) {
    const absl::Duration beside[] = {-kTick, absl::ZeroDuration(), kTick};
    const int drawn = Number(0, 5);
    if (drawn < 3) return instant + beside[drawn];
    return Between(instant - absl::Hours(48), instant + absl::Hours(48));
  }

  absl::Time Start(absl::CivilDay day) const { return absl::FromCivil(day, *LoadZone("Asia/Shanghai")); }

  absl::StatusOr<v1::ReturnFiled> FileAt(absl::Time time) {
    auto request = Filing(kCoal2025, 2, 0, 3);
    for (const char* category : {"principals", "managers", "team-leaders"}) {
      SetFigure(request, std::string(category) + "-required", 10);
      SetFigure(request, std::string(category) + "-trained", 7);
    }
    const bool corrects = !filed_.name().empty();
    if (corrects) {
      request.set_supersedes(filed_.latest().revision());
      request.set_correction_reason("订正");
      request.set_etag(filed_.etag());
    }
    request.set_warning_confirmation("属实");
    return FileReturn({plan_, obligation_, corrects ? &filed_ : nullptr, nullptr}, request, Liaison("emergency"), time);
  }

  void Follow(v1::LedgerEntry entry, absl::Time time) {
    entry.set_rules(kRules);
    entry.set_sequence(filed_.latest().ledger_sequence() + 1);
    *entry.mutable_commit_time() = ToTimestamp(time);
    const Projection after = Project(entry, {plan_, &obligation_, filed_.name().empty() ? nullptr : &filed_, {}});
    if (after.filed.has_value()) filed_ = *after.filed;
    if (!after.obligations.empty()) obligation_ = after.obligations[0];
  }

  // Files at `time`: late from `due` on, judged by it.
  void ExpectJudgedBy(absl::Time due, absl::Time time) {
    SCOPED_TRACE(absl::FormatTime(absl::RFC3339_full, time, *LoadZone("Asia/Shanghai")));
    auto event = FileAt(time);
    ASSERT_TRUE(event.ok()) << event.status();
    v1::LedgerEntry entry;
    *entry.mutable_return_filed() = *std::move(event);
    Follow(std::move(entry), time);
    EXPECT_EQ(filed_.latest().late(), time >= due);
    EXPECT_EQ(FromTimestamp(filed_.latest().due_time()), due);
    EXPECT_EQ(filed_.latest().provisional(), time < final_open_);
  }

  void ExpectRefused(absl::Time time) {
    SCOPED_TRACE(absl::FormatTime(absl::RFC3339_full, time, *LoadZone("Asia/Shanghai")));
    EXPECT_EQ(FileAt(time).status().code(), absl::StatusCode::kFailedPrecondition);
  }

  // Sends back what was filed; answers the send-back's own due instant.
  absl::Time SendBackAt(absl::Time time) {
    v1::ReviewReturnRequest request;
    request.set_etag(filed_.etag());
    request.mutable_review()->set_decision(v1::REVIEW_DECISION_SEND_BACK);
    request.mutable_review()->set_reason("口径不符");
    auto event = ReviewReturn({plan_, obligation_, &filed_, nullptr}, request, Office());
    EXPECT_TRUE(event.ok()) << event.status();
    v1::LedgerEntry entry;
    *entry.mutable_return_reviewed() = *std::move(event);
    Follow(std::move(entry), time);
    return Start(absl::ToCivilDay(time, *LoadZone("Asia/Shanghai")) + resubmission_days_ + 1);
  }

  void ExtendAt(absl::Time time, absl::Time until) {
    v1::ExtendObligationRequest request;
    *request.mutable_due_time() = ToTimestamp(until);
    request.set_reason("事故调查尚未结案");
    auto event = ExtendObligation(plan_, obligation_, request, Office(), time);
    ASSERT_TRUE(event.ok()) << event.status();
    v1::LedgerEntry entry;
    *entry.mutable_obligation_adjusted() = *std::move(event);
    Follow(std::move(entry), time);
  }

  std::mt19937_64 random_{20220519};
  type::v1::Plan plan_;
  v1::Obligation obligation_;
  v1::Return filed_;
  // As the plan states them, reckoned here once more.
  absl::Time open_, due_, lock_, final_open_, final_due_;
  int resubmission_days_ = 0;
};

TEST_F(FilingBoundaryTest, AFirstFilingAroundOpenDueAndLock) {
  for (int i = 0; i < kDraws; ++i) {
    Draw();
    const absl::Time around[] = {open_, due_, lock_ == absl::InfiniteFuture() ? due_ : lock_, final_open_};
    const absl::Time time = Near(around[i % 4]);
    if (time < open_ || time >= lock_) {
      ExpectRefused(time);
    } else {
      ExpectJudgedBy(due_, time);  // also where final figures are open: it is the first
      EXPECT_EQ(StandingAt(obligation_, time).state == v1::OBLIGATION_STATE_MET_LATE, time >= due_);
    }
  }
}

TEST_F(FilingBoundaryTest, FinalFiguresAroundTheirOpeningAndDueInstant) {
  for (int i = 0; i < kDraws; ++i) {
    Draw();
    ExpectJudgedBy(due_, Between(open_, due_));
    const absl::Time time = Near(i % 2 == 0 ? final_open_ : final_due_);
    ExpectJudgedBy(time < final_open_ ? due_ : final_due_, time);  // a return in force is corrected also after the lock
    EXPECT_EQ(obligation_.has_final_met_time(), time >= final_open_);
  }
}

TEST_F(FilingBoundaryTest, ProvisionalFiguresSentBackKeepTheirOwnDate) {
  for (int i = 0; i < kDraws; ++i) {
    Draw();
    const absl::Time filed = Between(open_, due_);
    ExpectJudgedBy(due_, filed);
    const absl::Time sent_back = Between(filed, final_due_);
    const absl::Time due = std::max(SendBackAt(sent_back), due_);
    const absl::Time around[] = {due, final_open_, final_due_};
    const absl::Time time = std::max(Near(around[i % 3]), sent_back + kTick);
    ExpectJudgedBy(due, time);
    EXPECT_EQ(FromTimestamp(obligation_.met_time()), time < due ? filed : time);
  }
}

TEST_F(FilingBoundaryTest, FinalFiguresSentBackHaveTheTimeOfTheFinalOnes) {
  for (int i = 0; i < kDraws; ++i) {
    Draw();
    ExpectJudgedBy(due_, Between(open_, due_));
    const absl::Time filed = Between(final_open_, final_due_);
    ExpectJudgedBy(final_due_, filed);
    const absl::Time sent_back = Between(filed, final_due_ + absl::Hours(24 * 5));
    const absl::Time due = std::max(SendBackAt(sent_back), final_due_);
    const absl::Time time = std::max(Near(due), sent_back + kTick);
    ExpectJudgedBy(due, time);
    EXPECT_EQ(FromTimestamp(obligation_.final_met_time()), time < due ? filed : time);
  }
}

TEST_F(FilingBoundaryTest, AnExtensionMovesDueAndLock) {
  for (int i = 0; i < kDraws; ++i) {
    Draw();
    const absl::Time granted = Between(open_, due_ + absl::Hours(24 * 3));
    const absl::Time due = Between(std::max(due_, granted) + kTick, due_ + absl::Hours(24 * 40));
    ExtendAt(granted, due);
    if (lock_ != absl::InfiniteFuture()) lock_ += due - due_;
    const absl::Time around[] = {due_, due, lock_ == absl::InfiniteFuture() ? due : lock_};
    const absl::Time time = std::max(Near(around[i % 3]), granted);
    if (time >= lock_) {
      ExpectRefused(time);
    } else {
      ExpectJudgedBy(due, time);
      EXPECT_EQ(StandingAt(obligation_, time).reason == "延期后按时报送" ||
                    StandingAt(obligation_, time).reason == "预报延期后按时报送，终报尚未开放",
                time >= due_ && time < due);
    }
  }
}

TEST_F(FilingBoundaryTest, AnExtensionOfFinalFiguresMovesTheirDueInstantOnly) {
  for (int i = 0; i < kDraws; ++i) {
    Draw();
    const absl::Time filed = Between(open_, due_);
    ExpectJudgedBy(due_, filed);
    const absl::Time granted = Between(filed, final_due_);
    const absl::Time due = Between(final_due_ + kTick, final_due_ + absl::Hours(24 * 40));
    ExtendAt(granted, due);
    EXPECT_EQ(FromTimestamp(obligation_.due_time()), due_);
    const absl::Time around[] = {final_open_, final_due_, due};
    const absl::Time time = std::max(Near(around[i % 3]), granted);
    ExpectJudgedBy(time < final_open_ ? due_ : due, time);
    if (time < final_open_) continue;
    const Standing standing = StandingAt(obligation_, time);
    EXPECT_EQ(standing.state == v1::OBLIGATION_STATE_MET_LATE, time >= due);
    EXPECT_EQ(standing.reason == "延期后按时报送", time >= final_due_ && time < due);
  }
}

}  // namespace
}  // namespace lianfang::submission
