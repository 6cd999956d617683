#include "services/evaluation/domain/appraisal/edition.h"

#include <gtest/gtest.h>

#include "common/errors.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/evaluation/domain/testing/sample_plan.h"

namespace lianfang::evaluation {
namespace {

type::v1::Plan PlanWithDays() {
  type::v1::Plan plan = SamplePlan();
  for (type::v1::Period& period : *plan.mutable_periods()) {
    const int year = std::stoi(period.id());
    *period.mutable_start_date() = ToDate(absl::CivilDay(year, 1, 1));
    *period.mutable_end_date() = ToDate(absl::CivilDay(year, 12, 31));
  }
  plan.mutable_assessment()->add_items()->set_id("targets");
  return plan;
}

v1::Appraisal Scored(const std::string& department, const std::string& score) {
  v1::Appraisal appraisal;
  appraisal.set_department(department);
  appraisal.mutable_score()->set_text(score);
  return appraisal;
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

TEST(EditionTest, NothingIsPublishedBeforeThePeriodIsOver) {
  const type::v1::Plan plan = PlanWithDays();
  const auto check = [&](absl::Time as_of, const std::vector<v1::Appraisal>& appraisals) {
    return CheckPublishable(plan, plan.periods(1), appraisals, {}, as_of);
  };
  const std::vector<v1::Appraisal> some = {Scored("emergency", "50")};
  EXPECT_EQ(ReasonOf(check(Day(2022, 1, 1) - absl::Seconds(1), some)), "PERIOD_NOT_OVER");
  EXPECT_EQ(check(Day(2022, 1, 1), some), absl::OkStatus());
  EXPECT_EQ(ReasonOf(check(Day(2022, 1, 1), {})), "NOTHING_TO_APPRAISE");
}

TEST(EditionTest, AnEditionThatIsTooLargeForAMessageIsRefusedWithItsSize) {
  v1::AppraisalEdition edition;
  EXPECT_EQ(CheckSize(edition), absl::OkStatus());
  edition.mutable_grounds()->add_concealments()->set_description(std::string(size_t{8} << 20, 'x'));
  const absl::Status refused = CheckSize(edition);
  EXPECT_EQ(ReasonOf(refused), "EDITION_TOO_LARGE");
  EXPECT_EQ(ErrorInfoOf(refused)->metadata().at("most_bytes"), "8388608");
  EXPECT_EQ(ErrorInfoOf(refused)->metadata().at("bytes"), std::to_string(edition.ByteSizeLong()));
}

TEST(EditionTest, TheGroundsHoldWhatWasCounted) {
  v1::Scorecard card;
  card.set_name("plans/sample/regions/140581/scorecards/2022");
  card.add_results()->set_indicator("accidents");
  duty::v1::Duty due;
  due.set_resource("plans/sample/tasks/t");
  due.set_department("health");
  due.mutable_kind()->set_id("task");
  *due.mutable_create_time() = ToTimestamp(Day(2022, 1, 1));
  *due.mutable_open_time() = due.create_time();
  *due.mutable_due_time() = ToTimestamp(Day(2022, 7, 1));
  duties::AwaitWhileOpen(due);
  duty::v1::Duty first = due;
  first.set_department("emergency");
  duty::v1::Duty of_another_year = due;
  *of_another_year.mutable_due_time() = ToTimestamp(Day(2023, 1, 2));
  duty::v1::Duty later = due;
  *later.mutable_create_time() = ToTimestamp(Day(2023, 5, 1));
  v1::Concealment concealment;
  concealment.set_name("plans/sample/concealments/x");
  concealment.set_region("140581");
  *concealment.mutable_proven_date() = ToDate(absl::CivilDay(2022, 3, 1));
  v1::ConcealmentEvent& confirmed = *concealment.add_events();
  confirmed.set_state(v1::CONCEALMENT_STATE_CONFIRMED);
  *confirmed.mutable_time() = ToTimestamp(Day(2022, 3, 2));

  const auto grounds =
      GroundsOf(PlanWithDays(), card, {due, first, of_another_year, later}, {concealment}, Day(2023, 2, 1));
  EXPECT_EQ(grounds.rules().items(0).id(), "targets");
  EXPECT_EQ(grounds.results(0).indicator(), "accidents");
  ASSERT_EQ(grounds.duties_size(), 2);
  EXPECT_EQ(grounds.duties(0).department(), "emergency");
  EXPECT_EQ(grounds.duties(1).kind(), "task");
  EXPECT_EQ(grounds.duties(1).state(), duty::v1::DUTY_STATE_OVERDUE);
  EXPECT_EQ(grounds.concealments(0).name(), "plans/sample/concealments/x");
}

TEST(EditionTest, ADifferenceIsInScoresAndNotInWordsOrInstants) {
  const std::vector<v1::Appraisal> published = {Scored("emergency", "50"), Scored("health", "60")};
  std::vector<v1::Appraisal> derived = published;
  *derived[0].mutable_as_of() = ToTimestamp(Day(2023, 1, 1));
  derived[0].set_edition("");
  EXPECT_FALSE(Differ(published, derived));
  derived[0].mutable_score()->set_text("51");
  EXPECT_TRUE(Differ(published, derived));
  EXPECT_TRUE(Differ(published, {published[0]}));
}

TEST(EditionTest, AHeadHasNoContent) {
  v1::AppraisalEdition edition;
  edition.set_number(2);
  edition.add_appraisals();
  edition.mutable_grounds()->add_duties();
  EXPECT_EQ(Head(edition).number(), 2);
  EXPECT_TRUE(Head(edition).appraisals().empty());
  EXPECT_FALSE(Head(edition).has_grounds());
}

}  // namespace
}  // namespace lianfang::evaluation
