#include "services/evaluation/sync/discrepancy_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "common/rpc/byte_buffer.h"
#include "common/time.h"
#include "common/workbook/testing/cells.h"
#include "services/evaluation/assessment_service.h"
#include "services/evaluation/evaluation_service.h"
#include "services/evaluation/testing/received_plan.h"

namespace lianfang::evaluation {
namespace {

using ::testing::ElementsAre;

class FakeDiscrepancies : public DiscrepancySource {
 public:
  absl::StatusOr<std::vector<exchange::v1::Discrepancy>> ReadOpen(const std::string& plan, absl::Time) override {
    asked.push_back(plan);
    if (away) return absl::UnavailableError("exchange is away");
    return open;
  }
  std::vector<exchange::v1::Discrepancy> open;
  std::vector<std::string> asked;
  bool away = false;
};

class DiscrepancyReaderTest : public ReceivedPlanTest {
 protected:
  DiscrepancyReaderTest() {
    exchange::v1::Discrepancy one;
    one.set_name("discrepancies/a");
    one.set_etag("1");
    one.set_rule("return-totals-differ");
    one.set_region("140581");
    one.set_industry("coal-mining");
    one.set_period("2021");
    one.add_figures()->set_figure("accidents");
    source_.open = {one};
    File("2019", 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
  }

  v1::Scorecard Get(absl::Time as_of = absl::InfiniteFuture()) {
    v1::GetScorecardRequest request;
    request.set_name("plans/sample/regions/140581/scorecards/2021");
    if (as_of != absl::InfiniteFuture()) *request.mutable_as_of() = ToTimestamp(as_of);
    const auto answer = service_.GetScorecard(CallFrom(), request);
    EXPECT_TRUE(answer.ok()) << answer.status();
    v1::Scorecard card;
    EXPECT_TRUE(card.ParseFromString(BytesOf(answer->buffer())));
    return card;
  }

  FakeDiscrepancies source_;
  RecordWarnings warnings_;
  DiscrepancyReader reader_{source_, plans_, warnings_, clock_};
  EvaluationService service_{standpoints_, &warnings_};
};

TEST_F(DiscrepancyReaderTest, WarnsBesideTheVerdictWithoutTouchingIt) {
  const v1::Scorecard before = Get();
  EXPECT_EQ(before.record_warnings_size(), 0);
  EXPECT_FALSE(before.has_record_warnings_time()) << "nothing was heard";
  reader_.Step();
  EXPECT_THAT(source_.asked, ElementsAre("plans/sample"));
  v1::Scorecard after = Get();
  ASSERT_EQ(after.record_warnings_size(), 1);
  EXPECT_THAT(after.record_warnings(0).indicators(), ElementsAre("accidents"));
  EXPECT_EQ(FromTimestamp(after.record_warnings_time()), kNow);
  after.clear_record_warnings();
  after.clear_record_warnings_time();
  EXPECT_EQ(after.SerializeAsString(), before.SerializeAsString());
}

TEST_F(DiscrepancyReaderTest, ExchangeAwayLeavesWhatWasHeardWithItsTime) {
  reader_.Step();
  source_.away = true;
  source_.open.clear();
  clock_.Advance(absl::Minutes(10));
  EXPECT_GT(reader_.Step(), absl::ZeroDuration());
  const v1::Scorecard card = Get();
  EXPECT_EQ(card.record_warnings_size(), 1);
  EXPECT_EQ(FromTimestamp(card.record_warnings_time()), kNow);
  source_.away = false;
  reader_.Step();
  EXPECT_EQ(Get().record_warnings_size(), 0);
  EXPECT_EQ(FromTimestamp(Get().record_warnings_time()), kNow + absl::Minutes(10));
}

TEST_F(DiscrepancyReaderTest, AThreadThatMustNotBeHeldUpWorksOutNoWarnings) {
  Get();
  reader_.Step();
  v1::GetScorecardRequest request;
  request.set_name("plans/sample/regions/140581/scorecards/2021");
  EXPECT_FALSE(service_.GetRememberedScorecard(CallFrom(), request).has_value()) << "nobody has asked yet";
  Get();
  const auto remembered = service_.GetRememberedScorecard(CallFrom(), request);
  ASSERT_TRUE(remembered.has_value());
  v1::Scorecard card;
  ASSERT_TRUE(card.ParseFromString(BytesOf((*remembered)->buffer())));
  EXPECT_EQ(card.record_warnings_size(), 1);
  source_.open.clear();
  reader_.Step();
  EXPECT_FALSE(service_.GetRememberedScorecard(CallFrom(), request).has_value()) << "others were told";
  EXPECT_EQ(Get().record_warnings_size(), 0);
  reader_.Step();
  EXPECT_TRUE(service_.GetRememberedScorecard(CallFrom(), request).has_value()) << "the same were told";
}

TEST_F(DiscrepancyReaderTest, ListsOfScorecardsHaveThem) {
  reader_.Step();
  v1::ListScorecardsRequest request;
  request.set_parent("plans/sample/regions/140500");
  request.set_period("2021");
  const auto basic = service_.ListScorecards(CallFrom("140500"), request);
  ASSERT_TRUE(basic.ok()) << basic.status();
  ASSERT_EQ(basic->scorecards(0).record_warnings_size(), 1);
  EXPECT_EQ(basic->scorecards(0).record_warnings(0).count(), 1);
  EXPECT_EQ(basic->scorecards(0).record_warnings(0).discrepancies_size(), 0);
  EXPECT_EQ(FromTimestamp(basic->scorecards(0).record_warnings_time()), kNow);
  request.set_view(v1::SCORECARD_VIEW_FULL);
  EXPECT_EQ(service_.ListScorecards(CallFrom("140500"), request)->scorecards(0).record_warnings(0).discrepancies_size(),
            1);
  *request.mutable_as_of() = ToTimestamp(kFiled);
  EXPECT_EQ(service_.ListScorecards(CallFrom("140500"), request)->scorecards(0).record_warnings_size(), 0);
}

TEST_F(DiscrepancyReaderTest, AWorkbookHasThemOnASheet) {
  reader_.Step();
  AssessmentService assessments(store_, standpoints_, &warnings_);
  v1::ExportScorecardRequest request;
  request.set_name("plans/sample/regions/140581/scorecards/2021");
  const auto sheets = [&] {
    const auto exported = assessments.ExportScorecard(CallFrom(), request);
    EXPECT_TRUE(exported.ok()) << exported.status();
    return ReadFacts(exported->content()).Sheets();
  };
  EXPECT_THAT(sheets(), ::testing::Contains("记录差异"));
  *request.mutable_as_of() = ToTimestamp(kFiled);
  EXPECT_THAT(sheets(), ::testing::Not(::testing::Contains("记录差异"))) << "discrepancies have no past here";
}

TEST_F(DiscrepancyReaderTest, ThePastHasNoWarnings) {
  reader_.Step();
  const v1::Scorecard card = Get(kFiled);
  EXPECT_EQ(card.record_warnings_size(), 0);
  EXPECT_FALSE(card.has_record_warnings_time());
}

TEST_F(DiscrepancyReaderTest, AnExplanationHasThoseOfItsResult) {
  reader_.Step();
  v1::ExplainResultRequest request;
  request.set_name("plans/sample/regions/140581/scorecards/2021");
  request.set_industry("coal-mining");
  request.set_indicator("accidents");
  const auto explained = service_.ExplainResult(CallFrom(), request);
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_EQ(explained->record_warnings_size(), 1);
  EXPECT_TRUE(explained->has_record_warnings_time());
  *request.mutable_as_of() = ToTimestamp(kFiled);
  EXPECT_FALSE(service_.ExplainResult(CallFrom(), request)->has_record_warnings_time());
}

}  // namespace
}  // namespace lianfang::evaluation
