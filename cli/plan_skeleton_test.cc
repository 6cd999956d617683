#include "cli/plan_skeleton.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/text/textproto.h"
#include "common/rpc/request_check.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;
using type::v1::Plan;

Plan Parsed(absl::string_view text) {
  Plan plan;
  const absl::Status parsed = ParseTextproto(text, "plan.textproto", plan);
  EXPECT_TRUE(parsed.ok()) << parsed;
  return plan;
}

TEST(PlanSkeletonTest, LacksNothingThatAPlanNeeds) {
  const Plan plan = Parsed(PlanSkeleton());
  const absl::Status checked = CheckRequest(plan);
  EXPECT_TRUE(checked.ok()) << checked;
}

TEST(PlanSkeletonTest, ExplainsEveryPart) {
  for (const char* part : {"regions {", "departments {", "industries {", "periods {", "figures {",
                           "consistency_rules {", "plausibility_rules {", "indicators {", "targets {",
                           "data_requests {", "reminder_stages {", "confirmations:", "closing_date {"}) {
    const size_t at = PlanSkeleton().find(absl::StrCat("\n", part));
    ASSERT_NE(at, absl::string_view::npos) << part;
    const absl::string_view before = PlanSkeleton().substr(0, at);
    const absl::string_view line = before.substr(before.find_last_of('\n') + 1);
    EXPECT_EQ(line.substr(0, 1), "#") << part;
  }
}

Plan Earlier() {
  return Parsed(R"(
    name: "plans/gaoping-2021-2025"
    title { zh: "行动计划（2021-2025年）" en: "Plan (2021-2025), 12021 words" }
    document_number: "高人社字〔2022〕6号"
    issue_date { year: 2022 month: 5 day: 19 }
    edition: 3
    etag: "3"
    periods { id: "2019" names { zh: "2019年度" } start_date { year: 2019 month: 1 day: 1 } end_date { year: 2019 month: 12 day: 31 } }
    periods { id: "2021" start_date { year: 2021 month: 1 day: 1 } end_date { year: 2021 month: 12 day: 31 } }
    periods { id: "2025" start_date { year: 2025 month: 1 day: 1 } end_date { year: 2025 month: 12 day: 31 } }
    targets { indicator: "accidents" period: "2021" below_base { base_period: "2019" } }
    targets { indicator: "accidents" period: "2025" reduce_by { percent: "20" base_period: "2019" } }
    data_requests { period: "2021" due_date { year: 2024 month: 2 day: 29 } }
    data_requests { period: "2025" due_date { year: 2023 month: 2 day: 28 } final_due_date { year: 2025 month: 5 day: 31 } }
  )");
}

TEST(NextCycleTest, FollowsTheLastYear) { EXPECT_EQ(YearsToNextCycle(Earlier()), 5); }

TEST(NextCycleTest, MovesEveryYearAndDate) {
  const Plan next = MovedByYears(Earlier(), 5);
  EXPECT_EQ(next.name(), "plans/gaoping-2026-2030");
  EXPECT_EQ(next.title().zh(), "行动计划（2026-2030年）");
  EXPECT_EQ(next.title().en(), "Plan (2026-2030), 12021 words") << "a longer number is no year";
  EXPECT_EQ(next.issue_date().year(), 2027);
  EXPECT_EQ(next.periods(0).id(), "2024");
  EXPECT_EQ(next.periods(0).names().zh(), "2024年度");
  EXPECT_EQ(next.periods(2).end_date().year(), 2030);
  EXPECT_EQ(next.targets(0).below_base().base_period(), "2024");
  EXPECT_EQ(next.targets(1).reduce_by().base_period(), "2024");
  EXPECT_EQ(next.data_requests(1).period(), "2030");
  EXPECT_EQ(next.data_requests(1).final_due_date().year(), 2030);
}

TEST(NextCycleTest, TheLastDayOfAFebruaryStaysTheLast) {
  const Plan next = MovedByYears(Earlier(), 5);
  EXPECT_EQ(next.data_requests(0).due_date().day(), 28) << "2029";
  EXPECT_EQ(next.data_requests(1).due_date().day(), 29) << "2028";
}

TEST(NextCycleTest, LeavesOutWhatTheNextPlanHasOfItsOwn) {
  const Plan next = MovedByYears(Earlier(), 5);
  EXPECT_EQ(next.document_number(), "");
  EXPECT_EQ(next.edition(), 0);
  EXPECT_EQ(next.etag(), "");
}

TEST(NextCycleTest, IsWrittenAsAFileThatReadsBack) {
  const Plan next = MovedByYears(Earlier(), 5);
  const std::string text = PlanTextproto(next);
  EXPECT_THAT(text, HasSubstr("请核对"));
  EXPECT_THAT(text, HasSubstr("行动计划（2026-2030年）")) << "no escapes";
  EXPECT_EQ(Parsed(text).SerializeAsString(), next.SerializeAsString());
}

}  // namespace
}  // namespace lianfang::cli
