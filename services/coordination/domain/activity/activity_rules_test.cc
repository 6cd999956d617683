#include "services/coordination/domain/activity/activity_rules.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/errors.h"
#include "services/coordination/domain/testing/sample.h"

namespace lianfang::coordination {
namespace {

using testing::Campaign;
using testing::Date;
using testing::Now;
using testing::SampleFrame;

v1::Activity Of(v1::ActivityKind kind) {
  v1::Activity activity = Campaign();
  activity.set_kind(kind);
  activity.clear_end_date();
  activity.set_state(v1::ACTIVITY_STATE_RECORDED);
  if (kind == v1::ACTIVITY_KIND_BASE) activity.set_capacity(100);
  return activity;
}

std::string FirstField(const absl::Status& status) {
  const auto details = BadRequestOf(status);
  return details.has_value() ? details->field_violations(0).field() : "";
}

TEST(CheckActivityTest, NamesTheFieldAtFault) {
  EXPECT_TRUE(CheckActivity(Campaign(), SampleFrame(), Now()).ok());
  const std::vector<std::pair<std::string, std::function<void(v1::Activity&)>>> faults = {
      {"activity.kind", [](auto& one) { one.set_kind(static_cast<v1::ActivityKind>(77)); }},
      {"activity.department", [](auto& one) { one.set_department("police"); }},
      {"activity.title", [](auto& one) { one.clear_title(); }},
      {"activity.people", [](auto& one) { one.set_people(0); }},
      {"activity.people", [](auto& one) { one.set_people(-1); }},
      {"activity.people", [](auto& one) { one.set_people(10'000'001); }},
      {"activity.start_date", [](auto& one) { *one.mutable_start_date() = Date(2023, 3, 2); }},
      {"activity.start_date",
       [](auto& one) { *one.mutable_start_date() = Date(2023, 2, 29); }},  // there is no such day
      {"activity.end_date", [](auto& one) { *one.mutable_end_date() = Date(2023, 2, 29); }},
      {"activity.end_date", [](auto& one) { *one.mutable_end_date() = Date(2023, 3, 2); }},
      {"activity.end_date", [](auto& one) { *one.mutable_end_date() = Date(2023, 1, 31); }},
      {"activity.end_date", [](auto& one) { *one.mutable_start_date() = Date(2022, 12, 31); }},
      {"activity.key_positions", [](auto& one) { one.mutable_key_positions(); }},
      {"activity.capacity", [](auto& one) { one.set_capacity(5); }},
      {"activity.industries[0]", [](auto& one) { one.add_industries("fishing"); }},
      {"activity.organization", [](auto& one) { one.set_kind(v1::ACTIVITY_KIND_SCHOOL_COURSE); }},
      {"activity.organization", [](auto& one) { one.set_kind(v1::ACTIVITY_KIND_GOOD_CASE); }},
      {"activity.description",
       [](auto& one) {
         one.set_kind(v1::ACTIVITY_KIND_GOOD_CASE);
         one.set_organization("样例煤业");
       }},
      {"activity.capacity",
       [](auto& one) {
         one.set_kind(v1::ACTIVITY_KIND_BASE);
         one.set_organization("样例煤业");
         one.clear_end_date();
       }},
      {"activity.end_date", [](auto& one) { one.set_kind(v1::ACTIVITY_KIND_THEME); }},
      {"activity.people",
       [](auto& one) {
         one.set_kind(v1::ACTIVITY_KIND_ONLINE_TRAINING);
         one.set_people(0);
       }},
      {"activity.people",
       [](auto& one) {
         one.set_kind(v1::ACTIVITY_KIND_SCHOOL_COURSE);
         one.set_organization("样例技工学校");
         one.set_people(0);
       }},
      {"activity.industries[1]",
       [](auto& one) {
         one.add_industries("coal-mining");
         one.add_industries("coal-mining");
       }},
  };
  for (const auto& [field, change] : faults) {
    v1::Activity activity = Campaign();
    change(activity);
    EXPECT_EQ(FirstField(CheckActivity(activity, SampleFrame(), Now())), field);
  }
}

TEST(CheckActivityTest, KeyPositionsAreAmongThoseTrained) {
  v1::Activity training = Campaign();
  training.set_kind(v1::ACTIVITY_KIND_TRAINING);
  training.set_people(30);
  training.mutable_key_positions()->set_principals(10);
  training.mutable_key_positions()->set_safety_heads(10);
  training.mutable_key_positions()->set_team_leaders(10);
  EXPECT_TRUE(CheckActivity(training, SampleFrame(), Now()).ok());
  training.mutable_key_positions()->set_team_leaders(11);
  EXPECT_EQ(FirstField(CheckActivity(training, SampleFrame(), Now())), "activity.key_positions");
  training.mutable_key_positions()->set_team_leaders(2147483647);
  EXPECT_EQ(FirstField(CheckActivity(training, SampleFrame(), Now())), "activity.key_positions");
}

TEST(CheckAmongOthersTest, OneThemeAYearAndOneBase) {
  const v1::Activity theme = Of(v1::ACTIVITY_KIND_THEME);
  const v1::Activity base = Of(v1::ACTIVITY_KIND_BASE);
  EXPECT_TRUE(CheckAmongOthers(theme, {base}).ok());
  EXPECT_EQ(ErrorInfoOf(CheckAmongOthers(theme, {theme}))->reason(), "THEME_EXISTS");
  v1::Activity earlier = theme;
  *earlier.mutable_start_date() = Date(2022, 6, 1);
  EXPECT_TRUE(CheckAmongOthers(theme, {earlier}).ok());
  EXPECT_EQ(ErrorInfoOf(CheckAmongOthers(base, {base}))->reason(), "BASE_EXISTS");
  v1::Activity withdrawn = base;
  withdrawn.set_state(v1::ACTIVITY_STATE_WITHDRAWN);
  EXPECT_TRUE(CheckAmongOthers(base, {withdrawn}).ok());
}

TEST(CheckAmongOthersTest, ABaseTakesSoMany) {
  v1::Activity visit = Of(v1::ACTIVITY_KIND_BASE_VISIT);
  visit.set_people(100);
  EXPECT_EQ(ErrorInfoOf(CheckAmongOthers(visit, {}))->reason(), "NO_BASE");
  EXPECT_TRUE(CheckAmongOthers(visit, {Of(v1::ACTIVITY_KIND_BASE)}).ok());
  visit.set_people(101);
  EXPECT_EQ(FirstField(CheckAmongOthers(visit, {Of(v1::ACTIVITY_KIND_BASE)})), "activity.people");
}

TEST(SummarizeTest, AddsUpAYearAndSaysWhatIsLacking) {
  v1::Activity training = Of(v1::ACTIVITY_KIND_TRAINING);
  training.set_people(40);
  training.mutable_key_positions()->set_team_leaders(12);
  v1::Activity withdrawn = training;
  withdrawn.set_state(v1::ACTIVITY_STATE_WITHDRAWN);
  v1::Activity earlier = training;
  *earlier.mutable_start_date() = Date(2022, 2, 1);
  const v1::ActivitySummary summary =
      Summarize({training, training, withdrawn, earlier, Of(v1::ACTIVITY_KIND_CAMPAIGN)}, 2023);
  EXPECT_EQ(summary.key_positions().team_leaders(), 24);
  EXPECT_EQ(summary.kinds(v1::ACTIVITY_KIND_TRAINING - 1).count(), 2);
  EXPECT_EQ(summary.kinds(v1::ACTIVITY_KIND_TRAINING - 1).people(), 80);
  EXPECT_EQ(summary.kinds_size(), v1::ActivityKind_MAX);
  EXPECT_EQ(summary.gaps_size(), 4) << "theme, course, base, attendance";
  v1::Activity theme = Of(v1::ACTIVITY_KIND_THEME);
  EXPECT_EQ(Summarize({theme}, 2023).theme(), theme.title());
}

// What the notice asks for every year, each by itself: a theme, a campaign, training, courses of technical schools, the base.
TEST(SummarizeTest, WhatIsDoneIsNoGap) {
  const size_t all = static_cast<size_t>(Summarize({}, 2023).gaps_size());
  ASSERT_EQ(all, 5U);
  std::vector<v1::Activity> done;
  for (const v1::ActivityKind kind : {v1::ACTIVITY_KIND_THEME, v1::ACTIVITY_KIND_CAMPAIGN, v1::ACTIVITY_KIND_TRAINING,
                                      v1::ACTIVITY_KIND_SCHOOL_COURSE, v1::ACTIVITY_KIND_BASE}) {
    done.push_back(Of(kind));
    EXPECT_EQ(Summarize(done, 2023).gaps_size(), static_cast<int>(all - done.size())) << v1::ActivityKind_Name(kind);
  }
  done.push_back(Of(v1::ACTIVITY_KIND_ONLINE_TRAINING));
  done.push_back(Of(v1::ACTIVITY_KIND_GOOD_CASE));
  const v1::ActivitySummary summary = Summarize(done, 2023);
  EXPECT_EQ(summary.kinds(v1::ACTIVITY_KIND_ONLINE_TRAINING - 1).count(), 1);
  EXPECT_EQ(summary.kinds(v1::ACTIVITY_KIND_GOOD_CASE - 1).count(), 1);
  EXPECT_EQ(Summarize(done, 2024).gaps_size(), 4) << "the base is there for good";
}

}  // namespace
}  // namespace lianfang::coordination
