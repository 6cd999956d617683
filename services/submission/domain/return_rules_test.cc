#include "services/submission/domain/return_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "common/errors.h"
#include "common/time.h"
#include "services/submission/domain/obligations.h"
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

  absl::StatusOr<ReturnChange> File(const v1::SubmitReturnRequest& request, absl::string_view time = "2022-05-20 10:00",
                                    const Identity& caller = Liaison("emergency")) {
    const v1::Return* current = filed_.name().empty() ? nullptr : &filed_;
    return FileReturn({plan_, obligation_, current}, request, caller, Shanghai(time), 7);
  }

  // Files and keeps what follows.
  void Keep(const absl::StatusOr<ReturnChange>& change) {
    ASSERT_TRUE(change.ok()) << change.status();
    filed_ = change->filed;
    obligation_ = change->obligation;
  }

  absl::StatusOr<ReturnChange> Review(v1::ReviewDecision decision, const std::string& reason = "",
                                      const Identity& caller = Office()) {
    v1::ReviewReturnRequest request;
    request.set_name(filed_.name());
    request.mutable_review()->set_decision(decision);
    request.mutable_review()->set_reason(reason);
    return ReviewReturn({plan_, obligation_, &filed_}, request, caller, Shanghai("2022-05-25 10:00"));
  }

  v1::SubmitReturnRequest Correction(int supersedes) {
    auto request = Filing(kCoal2019, 3, 1, 2);
    request.set_supersedes(supersedes);
    request.set_correction_reason("补报瞒报事故一起");
    return request;
  }

  type::v1::Plan plan_;
  v1::Obligation obligation_;
  v1::Obligation with_training_;
  v1::Return filed_;
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
  Keep(File(Correction(1), "2022-06-02 10:00"));
  EXPECT_FALSE(obligation_.has_sent_back_time());
  EXPECT_EQ(FromTimestamp(obligation_.met_time()), Shanghai("2022-06-02 10:00"));
}

TEST_F(ReturnRulesTest, OnlyThePlansOwnOfficeReviews) {
  Keep(File(Filing(kCoal2019, 2, 0, 3)));
  Identity other = Office();
  other.region = "140500";
  EXPECT_EQ(Review(v1::REVIEW_DECISION_ACCEPT, "", other).status().code(), absl::StatusCode::kPermissionDenied);
}

}  // namespace
}  // namespace lianfang::submission
