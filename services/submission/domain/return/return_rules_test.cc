#include "services/submission/domain/return/return_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "common/errors.h"
#include "common/precondition.h"
#include "common/time.h"
#include "services/submission/domain/ledger/projection.h"
#include "services/submission/domain/obligation/deadlines.h"
#include "services/submission/domain/obligation/obligations.h"
#include "services/submission/testing/plans.h"
#include "services/submission/testing/violations.h"

namespace lianfang::submission {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kCoal2019[] = "plans/gaoping-2021-2025/obligations/2019-140581-coal-mining";

class ReturnRulesTest : public testing::Test {
 protected:
  ReturnRulesTest() : plan_(ShippedPlan("gaoping-2021-2025")) {
    plan_.set_edition(1);
    for (auto& obligation : StateObligations(plan_, Shanghai("2022-05-19 08:00"))) {
      if (obligation.name() == kCoal2019) obligation_ = obligation;
      if (obligation.name() == "plans/gaoping-2021-2025/obligations/2022-140581-coal-mining")
        with_training_ = obligation;
    }
  }

  // What follows from a decision.
  struct ReturnChange {
    v1::Return filed;
    v1::Obligation obligation;
  };

  const v1::Return* current() const { return filed_.name().empty() ? nullptr : &filed_; }

  ReturnChange Follow(v1::LedgerEntry entry, absl::Time time) {
    entry.set_sequence(7);
    *entry.mutable_commit_time() = ToTimestamp(time);
    const Projection after = Project(entry, {plan_, &obligation_, current(), {}});
    return {*after.filed, after.obligations.empty() ? obligation_ : after.obligations[0]};
  }

  absl::StatusOr<ReturnChange> File(const v1::SubmitReturnRequest& request, absl::string_view time = "2022-05-20 10:00",
                                    const Identity& caller = Liaison("emergency")) {
    const v1::Return* before = before_.name().empty() ? nullptr : &before_;
    auto event = FileReturn({plan_, obligation_, current(), before}, request, caller, Shanghai(time));
    if (!event.ok()) return event.status();
    v1::LedgerEntry entry;
    *entry.mutable_return_filed() = *std::move(event);
    return Follow(std::move(entry), Shanghai(time));
  }

  // Files and keeps what follows.
  void Keep(const absl::StatusOr<ReturnChange>& change) {
    ASSERT_TRUE(change.ok()) << change.status();
    filed_ = change->filed;
    obligation_ = change->obligation;
  }

  absl::StatusOr<ReturnChange> Review(v1::ReviewDecision decision, const std::string& reason = "",
                                      const Identity& caller = Office(), absl::string_view time = "2022-05-25 10:00") {
    v1::ReviewReturnRequest request;
    request.set_name(filed_.name());
    request.set_etag(filed_.etag());
    request.mutable_review()->set_decision(decision);
    request.mutable_review()->set_reason(reason);
    auto event = ReviewReturn({plan_, obligation_, &filed_, nullptr}, request, caller);
    if (!event.ok()) return event.status();
    v1::LedgerEntry entry;
    *entry.mutable_return_reviewed() = *std::move(event);
    return Follow(std::move(entry), Shanghai(time));
  }

  v1::SubmitReturnRequest Correction(int supersedes) {
    auto request = Filing(kCoal2019, 3, 1, 2);
    request.set_supersedes(supersedes);
    request.set_correction_reason("补报瞒报事故一起");
    request.set_etag(filed_.etag());
    return request;
  }

  type::v1::Plan plan_;
  v1::Obligation obligation_;
  v1::Obligation with_training_;
  v1::Return filed_;
  v1::Return before_;  // of the period before
};

TEST_F(ReturnRulesTest, AFirstFilingMeetsTheObligation) {
  const auto change = File(Filing(kCoal2019, 2, 0, 3));
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->filed.name(), "plans/gaoping-2021-2025/returns/2019-140581-coal-mining");
  EXPECT_EQ(change->filed.state(), v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(change->filed.latest().revision(), 1);
  EXPECT_EQ(change->filed.latest().ledger_sequence(), 7);
  EXPECT_FALSE(change->filed.latest().late());
  EXPECT_EQ(FromTimestamp(change->obligation.met_time()), Shanghai("2022-05-20 10:00"));
  EXPECT_EQ(change->obligation.return_(), change->filed.name());
}

TEST_F(ReturnRulesTest, LateIsAFactFromTheDueInstantOn) {
  EXPECT_FALSE(File(Filing(kCoal2019, 2, 0, 3), "2022-05-31 23:59")->filed.latest().late());
  EXPECT_TRUE(File(Filing(kCoal2019, 2, 0, 3), "2022-06-01 00:00")->filed.latest().late());
}

TEST_F(ReturnRulesTest, OnlyTheResponsibleDepartmentFiles) {
  const auto foreign = File(Filing(kCoal2019, 2, 0, 3), "2022-05-20 10:00", Liaison("housing"));
  EXPECT_EQ(foreign.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_EQ(ErrorInfoOf(foreign.status())->reason(), "NOT_THE_RESPONSIBLE_DEPARTMENT");
  Identity neighbour = Liaison("emergency");
  neighbour.region = "140500";
  EXPECT_EQ(File(Filing(kCoal2019, 2, 0, 3), "2022-05-20 10:00", neighbour).status().code(),
            absl::StatusCode::kPermissionDenied);
}

TEST_F(ReturnRulesTest, NothingIsFiledBeforeOpeningOrAfterLocking) {
  EXPECT_EQ(File(Filing(kCoal2019, 2, 0, 3), "2022-05-18 23:59").status().code(),
            absl::StatusCode::kFailedPrecondition);
  *obligation_.mutable_lock_time() = ToTimestamp(Shanghai("2022-07-01 00:00"));
  EXPECT_EQ(File(Filing(kCoal2019, 2, 0, 3), "2022-07-01 00:00").status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(ReturnRulesTest, EveryWrongFigureIsNamed) {
  v1::SubmitReturnRequest request = Filing(kCoal2019, -1, 5, 99'999'999);
  SetFigure(request, "principals-trained", 3);  // the base year asks for none
  SetFigure(request, "visitors", 3);
  EXPECT_THAT(
      ViolationsOf(File(request).status()),
      UnorderedElementsAre(HasSubstr("figures[0].number: accidents (安全生产事故起数) must be 0 to 10000, was -1"),
                           HasSubstr("figures[2].number: injured (受伤人数) must be 0 to 100000"),
                           HasSubstr("figures[3].figure: \"principals-trained\" is not asked for here"),
                           HasSubstr("figures[4].figure: \"visitors\" is not asked for here"),
                           HasSubstr("figures: 有伤亡人数就必须有事故起数")));
}

TEST_F(ReturnRulesTest, MissingIsNotZero) {
  v1::SubmitReturnRequest request = Filing(kCoal2019, 0, 0, 0);
  EXPECT_TRUE(File(request).ok());
  request.mutable_figures()->RemoveLast();
  EXPECT_THAT(ViolationsOf(File(request).status()), ElementsAre(HasSubstr("\"injured\" (受伤人数) is missing")));
  request.add_figures()->set_figure("injured");  // named, and nothing said
  EXPECT_THAT(ViolationsOf(File(request).status()), ElementsAre(HasSubstr("figures[2].value: is required")));
}

TEST_F(ReturnRulesTest, AFigureIsGivenOnce) {
  v1::SubmitReturnRequest request = Filing(kCoal2019, 1, 0, 1);
  *request.add_figures() = request.figures(0);
  EXPECT_THAT(ViolationsOf(File(request).status()),
              ElementsAre(HasSubstr("figures[3].figure: \"accidents\" is given twice")));
}

TEST_F(ReturnRulesTest, NotApplicableOnlyWhereThePlanAllowsIt) {
  v1::SubmitReturnRequest request = Filing(kCoal2019, 1, 0, 1);
  request.mutable_figures(2)->mutable_not_applicable()->set_reason("本市无此类企业");
  EXPECT_THAT(ViolationsOf(File(request).status()), ElementsAre("figures[2].not_applicable: injured must be a number"));
  plan_.mutable_figures(2)->set_may_be_not_applicable(true);
  EXPECT_TRUE(File(request).ok());
}

TEST_F(ReturnRulesTest, DeathsNeedAnAccident) {
  EXPECT_THAT(ViolationsOf(File(Filing(kCoal2019, 0, 1, 0)).status()),
              ElementsAre(HasSubstr("casualties-need-an-accident: 1 / 0")));
}

TEST_F(ReturnRulesTest, TrainedAreAtMostThoseToBeTrained) {
  v1::SubmitReturnRequest request = Filing(with_training_.name(), 1, 0, 1);
  for (const char* category : {"principals", "managers", "team-leaders"}) {
    SetFigure(request, std::string(category) + "-required", 10);
    SetFigure(request, std::string(category) + "-trained", 10);
  }
  EXPECT_THAT(ViolationsOf(CheckFigures(plan_, with_training_, request).status()), IsEmpty());
  SetFigure(request, "managers-trained", 11);
  EXPECT_THAT(ViolationsOf(CheckFigures(plan_, with_training_, request).status()),
              ElementsAre(HasSubstr("managers-trained-within-required: 11 / 10")));
}

TEST_F(ReturnRulesTest, FiguresAreKeptInTheCataloguesOrder) {
  v1::SubmitReturnRequest request = Filing(kCoal2019, 2, 1, 3);
  request.mutable_figures()->SwapElements(0, 2);
  const auto change = File(request);
  ASSERT_TRUE(change.ok());
  EXPECT_EQ(change->filed.latest().figures(0).figure(), "accidents");
  EXPECT_EQ(change->filed.latest().figures(2).figure(), "injured");
}

TEST_F(ReturnRulesTest, ACorrectionNamesWhatItSupersedesAndWhy) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  EXPECT_EQ(File(Filing(kCoal2019, 3, 0, 3)).status().code(), absl::StatusCode::kAborted);
  auto request = Correction(1);
  request.clear_correction_reason();
  EXPECT_THAT(ViolationsOf(File(request).status()), ElementsAre("correction_reason: is required for a correction"));
  const auto change = File(Correction(1), "2022-07-01 10:00");
  ASSERT_TRUE(change.ok()) << change.status();
  EXPECT_EQ(change->filed.latest().revision(), 2);
  EXPECT_EQ(change->filed.latest().supersedes(), 1);
  EXPECT_TRUE(change->filed.latest().late());
  // Met when it was first filed; correcting later does not make it late.
  EXPECT_EQ(FromTimestamp(change->obligation.met_time()), Shanghai("2022-05-20 10:00"));
}

TEST_F(ReturnRulesTest, AStaleCorrectionIsAborted) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  Keep(File(Correction(1)));
  EXPECT_EQ(File(Correction(1)).status().code(), absl::StatusCode::kAborted);
  auto request = Correction(2);
  request.set_etag("1");
  const absl::Status stale = File(request).status();
  EXPECT_EQ(stale.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(ErrorInfoOf(stale)->metadata().at("etag"), filed_.etag());
}

TEST_F(ReturnRulesTest, ACorrectionAndAReviewSayWhatTheyHaveRead) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  auto correction = Correction(1);
  correction.clear_etag();
  EXPECT_THAT(ViolationsOf(File(correction).status()), ElementsAre(HasSubstr("etag: is required for a correction")));
  v1::ReviewReturnRequest review;
  review.set_name(filed_.name());
  review.mutable_review()->set_decision(v1::REVIEW_DECISION_ACCEPT);
  const auto status = [&] { return ReviewReturn({plan_, obligation_, &filed_, nullptr}, review, Office()).status(); };
  EXPECT_THAT(ViolationsOf(status()), ElementsAre(HasSubstr("etag: is required")));
  review.set_etag(filed_.etag());
  EXPECT_TRUE(status().ok()) << status();
  Keep(File(Correction(1)));  // the reviewer has not seen this one
  EXPECT_EQ(status().code(), absl::StatusCode::kAborted);
}

TEST_F(ReturnRulesTest, AcceptingLeavesTheObligationMet) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  Keep(Review(v1::REVIEW_DECISION_ACCEPT));
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_ACCEPTED);
  EXPECT_EQ(filed_.accepted_revision(), 1);
  EXPECT_FALSE(obligation_.has_sent_back_time());
}

TEST_F(ReturnRulesTest, ACorrectionReopensReview) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  Keep(Review(v1::REVIEW_DECISION_ACCEPT));
  EXPECT_EQ(Review(v1::REVIEW_DECISION_ACCEPT).status().code(), absl::StatusCode::kFailedPrecondition);
  Keep(File(Correction(1)));
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_SUBMITTED);
  EXPECT_EQ(filed_.accepted_revision(), 1);
  EXPECT_FALSE(filed_.latest().has_review());
  Keep(Review(v1::REVIEW_DECISION_ACCEPT));
  EXPECT_EQ(filed_.accepted_revision(), 2);
}

TEST_F(ReturnRulesTest, SendingBackNeedsAReasonAndReopensTheObligation) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  EXPECT_THAT(ViolationsOf(Review(v1::REVIEW_DECISION_SEND_BACK).status()),
              ElementsAre("review.reason: is required when sending back"));
  Keep(Review(v1::REVIEW_DECISION_SEND_BACK, "受伤人数与急救记录不符"));
  EXPECT_EQ(filed_.state(), v1::RETURN_STATE_SENT_BACK);
  EXPECT_TRUE(obligation_.has_sent_back_time());
  EXPECT_FALSE(obligation_.has_met_time());
  EXPECT_EQ(FromTimestamp(obligation_.send_backs(0).due_time()),
            Shanghai("2022-05-31 00:00"));  // five days and the rest
}

TEST_F(ReturnRulesTest, FiledAgainInTimeKeepsTheTimeOfTheFirstFiling) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  Keep(Review(v1::REVIEW_DECISION_SEND_BACK, "受伤人数与急救记录不符", Office(), "2022-05-30 10:00"));
  Keep(File(Correction(1), "2022-06-04 23:59"));  // past the due instant, within the days for filing again
  EXPECT_FALSE(filed_.latest().late());
  EXPECT_EQ(FromTimestamp(filed_.latest().due_time()), Shanghai("2022-06-05 00:00"));
  EXPECT_FALSE(obligation_.has_sent_back_time());
  EXPECT_EQ(FromTimestamp(obligation_.met_time()), Shanghai("2022-05-20 10:00"));
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-06-10 00:00")).state, v1::OBLIGATION_STATE_MET);
  // The past is as it was.
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-05-29 00:00")).state, v1::OBLIGATION_STATE_MET);
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-06-01 00:00")).state, v1::OBLIGATION_STATE_SENT_BACK);
}

TEST_F(ReturnRulesTest, FiledAgainTooLateIsLate) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  Keep(Review(v1::REVIEW_DECISION_SEND_BACK, "受伤人数与急救记录不符", Office(), "2022-05-30 10:00"));
  Keep(File(Correction(1), "2022-06-05 00:00"));
  EXPECT_TRUE(filed_.latest().late());
  EXPECT_EQ(FromTimestamp(obligation_.met_time()), Shanghai("2022-06-05 00:00"));
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2022-06-10 00:00")).state, v1::OBLIGATION_STATE_MET_LATE);
}

// --- Final figures of a provisional request ---

class FinalFiguresTest : public ReturnRulesTest {
 protected:
  FinalFiguresTest() {
    obligation_.set_provisional(true);
    *obligation_.mutable_open_time() = ToTimestamp(Shanghai("2025-12-01 00:00"));
    *obligation_.mutable_due_time() = ToTimestamp(Shanghai("2026-01-01 00:00"));
    *obligation_.mutable_original_due_time() = obligation_.due_time();
    *obligation_.mutable_final_open_time() = ToTimestamp(Shanghai("2026-01-01 00:00"));
    *obligation_.mutable_final_due_time() = ToTimestamp(Shanghai("2026-03-01 00:00"));
  }

  v1::ReturnEdition Awaited(absl::string_view time) { return StandingAt(obligation_, Shanghai(time)).awaited; }
  v1::ObligationState State(absl::string_view time) { return StandingAt(obligation_, Shanghai(time)).state; }
};

TEST_F(FinalFiguresTest, AFilingBeforeThePeriodEndsIsProvisionalAndTheFinalOneIsAwaited) {
  EXPECT_EQ(Awaited("2025-12-10 00:00"), v1::RETURN_EDITION_FIRST);
  Keep(File(Filing(kCoal2019, 2, 0, 3), "2025-12-20 10:00"));
  EXPECT_TRUE(filed_.latest().provisional());
  EXPECT_EQ(State("2025-12-21 00:00"), v1::OBLIGATION_STATE_MET);
  EXPECT_EQ(Awaited("2025-12-21 00:00"), v1::RETURN_EDITION_FINAL);
  EXPECT_EQ(State("2026-01-01 00:00"), v1::OBLIGATION_STATE_OPEN);
  EXPECT_EQ(State("2026-02-25 00:00"), v1::OBLIGATION_STATE_DUE_SOON);
  EXPECT_EQ(State("2026-03-01 00:00"), v1::OBLIGATION_STATE_OVERDUE);
}

TEST_F(FinalFiguresTest, TheFinalRevisionMeetsIt) {
  Keep(File(Filing(kCoal2019, 2, 0, 3), "2025-12-20 10:00"));
  Keep(File(Correction(1), "2026-02-28 23:59"));
  EXPECT_FALSE(filed_.latest().provisional());
  EXPECT_FALSE(filed_.latest().late());
  EXPECT_EQ(FromTimestamp(filed_.latest().due_time()), Shanghai("2026-03-01 00:00"));
  EXPECT_EQ(FromTimestamp(obligation_.final_met_time()), Shanghai("2026-02-28 23:59"));
  EXPECT_EQ(FromTimestamp(obligation_.met_time()), Shanghai("2025-12-20 10:00"));
  EXPECT_EQ(State("2026-03-05 00:00"), v1::OBLIGATION_STATE_MET);
  EXPECT_EQ(Awaited("2026-03-05 00:00"), v1::RETURN_EDITION_UNSPECIFIED);
}

TEST_F(FinalFiguresTest, ALateFinalRevisionIsLate) {
  Keep(File(Filing(kCoal2019, 2, 0, 3), "2025-12-20 10:00"));
  Keep(File(Correction(1), "2026-03-01 00:00"));
  EXPECT_TRUE(filed_.latest().late());
  EXPECT_EQ(State("2026-03-05 00:00"), v1::OBLIGATION_STATE_MET_LATE);
}

TEST_F(FinalFiguresTest, AFirstFilingThatBringsFinalFiguresIsJudgedByTheFirstDueInstant) {
  Keep(File(Filing(kCoal2019, 2, 0, 3), "2026-01-15 10:00"));
  EXPECT_FALSE(filed_.latest().provisional());
  EXPECT_TRUE(filed_.latest().late());
  EXPECT_EQ(State("2026-03-05 00:00"), v1::OBLIGATION_STATE_MET_LATE);
  EXPECT_EQ(Awaited("2026-01-16 00:00"), v1::RETURN_EDITION_UNSPECIFIED);
}

TEST_F(FinalFiguresTest, AFinalRevisionSentBackIsOwedAgain) {
  Keep(File(Filing(kCoal2019, 2, 0, 3), "2025-12-20 10:00"));
  Keep(File(Correction(1), "2026-02-20 10:00"));
  Keep(Review(v1::REVIEW_DECISION_SEND_BACK, "与终报口径不符", Office(), "2026-02-27 10:00"));
  EXPECT_EQ(State("2026-02-28 00:00"), v1::OBLIGATION_STATE_SENT_BACK);
  EXPECT_EQ(Awaited("2026-02-28 00:00"), v1::RETURN_EDITION_FINAL);
  Keep(File(Correction(2), "2026-03-04 23:00"));  // the send-back's own date is the later one
  EXPECT_FALSE(filed_.latest().late());
  EXPECT_EQ(FromTimestamp(obligation_.final_met_time()), Shanghai("2026-02-20 10:00"));
  EXPECT_EQ(State("2026-03-10 00:00"), v1::OBLIGATION_STATE_MET);
}

TEST_F(FinalFiguresTest, ProvisionalFiguresSentBackAreNotGivenTheTimeOfTheFinalOnes) {
  Keep(File(Filing(kCoal2019, 2, 0, 3), "2025-12-20 10:00"));
  Keep(Review(v1::REVIEW_DECISION_SEND_BACK, "与预报口径不符", Office(), "2025-12-27 10:00"));  // due before 2 January
  EXPECT_EQ(State("2026-01-05 00:00"), v1::OBLIGATION_STATE_SENT_BACK);
  EXPECT_EQ(Awaited("2026-01-05 00:00"), v1::RETURN_EDITION_FIRST);
  EXPECT_EQ(StandingAt(obligation_, Shanghai("2026-01-05 00:00")).reason, "已退回，重新报送已逾期 3 天");
  Keep(File(Correction(1), "2026-02-28 23:59"));
  EXPECT_TRUE(filed_.latest().late());
  EXPECT_FALSE(filed_.latest().provisional());  // it answers with the final figures, and these are in time
  EXPECT_EQ(FromTimestamp(filed_.latest().due_time()), Shanghai("2026-01-02 00:00"));
  EXPECT_EQ(FromTimestamp(obligation_.met_time()), Shanghai("2026-02-28 23:59"));
  EXPECT_EQ(FromTimestamp(obligation_.final_met_time()), Shanghai("2026-02-28 23:59"));
  EXPECT_EQ(State("2026-03-05 00:00"), v1::OBLIGATION_STATE_MET_LATE);
}

// --- Plausibility ---

TEST_F(ReturnRulesTest, UnlikelyFiguresAreConfirmedWithAReason) {
  plan_.clear_plausibility_rules();
  auto& rule = *plan_.add_plausibility_rules();
  rule.set_id("large-change");
  rule.mutable_text()->set_zh("与上年相比变化过大");
  rule.mutable_change()->set_percent(50);
  rule.mutable_change()->set_units(3);
  before_.set_name("plans/gaoping-2021-2025/returns/2018-140581-coal-mining");
  *before_.mutable_latest()->mutable_figures() = Filing(kCoal2019, 2, 0, 3).figures();

  EXPECT_TRUE(File(Filing(kCoal2019, 5, 0, 3)).ok());  // by three units: not beyond the bound
  auto request = Filing(kCoal2019, 6, 0, 3);
  const absl::Status refused = File(request).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(ErrorInfoOf(refused)->reason(), "WARNINGS_NOT_CONFIRMED");
  const auto details = PreconditionFailureOf(refused);
  ASSERT_EQ(details->violations_size(), 1);
  EXPECT_EQ(details->violations(0).type(), "large-change");
  EXPECT_EQ(details->violations(0).subject(), "accidents");
  EXPECT_EQ(details->violations(0).description(), "与上年相比变化过大：安全生产事故起数 2 → 6");

  request.set_validate_only(true);
  EXPECT_EQ(File(request)->filed.latest().warnings_size(), 1);
  request.set_validate_only(false);
  request.set_warning_confirmation("本年新增两座矿井投产");
  Keep(File(request));
  EXPECT_EQ(filed_.latest().warnings(0).rule(), "large-change");
  EXPECT_EQ(filed_.latest().warning_confirmation(), "本年新增两座矿井投产");
  auto likely = Correction(1);
  likely.set_warning_confirmation("无");
  Keep(File(likely));
  EXPECT_EQ(filed_.latest().warning_confirmation(), "");
}

// The lead department owes returns itself here: who files them and who accepts them must be two.
TEST_F(ReturnRulesTest, NobodyDecidesOnWhatHeFiled) {
  obligation_.set_department("hrss");
  const auto named = [](Identity identity, const std::string& person) {
    if (!person.empty()) identity.uri += "/person/" + person;
    identity.person = person;
    return identity;
  };
  const auto review_by = [&](const std::string& filer, const std::string& reviewer) {
    filed_.Clear();
    const auto filed = File(Filing(kCoal2019, 2, 1, 3), "2022-05-20 10:00", named(Liaison("hrss"), filer));
    EXPECT_TRUE(filed.ok()) << filed.status();
    filed_ = filed->filed;
    return Review(v1::REVIEW_DECISION_ACCEPT, "", named(Office(), reviewer)).status();
  };
  EXPECT_TRUE(review_by("zhang-wei", "li-na").ok());
  for (const auto& [filer, reviewer] :
       {std::pair<std::string, std::string>{"zhang-wei", "zhang-wei"}, {"", ""}, {"zhang-wei", ""}, {"", "li-na"}}) {
    const absl::Status refused = review_by(filer, reviewer);
    EXPECT_EQ(refused.code(), absl::StatusCode::kPermissionDenied) << filer << " / " << reviewer;
    EXPECT_EQ(ErrorInfoOf(refused)->reason(), "FOUR_EYES");
  }
  plan_.set_four_eyes(type::v1::FOUR_EYES_NOT_REQUIRED);
  EXPECT_TRUE(review_by("", "").ok());
}

TEST_F(ReturnRulesTest, OnlyThePlansOwnOfficeReviews) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  Identity other = Office();
  other.region = "140500";
  EXPECT_EQ(Review(v1::REVIEW_DECISION_ACCEPT, "", other).status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace lianfang::submission
