// What must hold whatever the figures are.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "services/evaluation/domain/testing/sample_plan.h"
#include "services/evaluation/domain/verdict/scorecard.h"
#include "services/evaluation/domain/verdict/verdict.h"

namespace lianfang::evaluation {
namespace {

const absl::Time kAfter = Day(2023, 3, 1);

v1::Scorecard Build(const Filed& filed, const char* region = "140581") {
  return *BuildScorecard(filed.plan(), region, "2022", filed.filings(), kAfter);
}

void FileCoal(Filed& filed, const char* period, int64_t accidents, int64_t deaths, int64_t injured) {
  filed.File(period, "coal-mining",
             {{"accidents", accidents}, {"deaths", deaths}, {"injured", injured}, {"trained", 8}, {"required", 9}});
}

TEST(PropertiesTest, OneAccidentOrCasualtyMoreNeverTurnsNotAttainedIntoAttained) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    Filed filed(SamplePlan());
    FileCoal(filed, "2019", random() % 30, random() % 5, random() % 10);
    const int64_t accidents = random() % 30, deaths = random() % 5, injured = random() % 10;
    FileCoal(filed, "2022", accidents, deaths, injured);
    const v1::Scorecard before = Build(filed);
    FileCoal(filed, "2022", accidents + 1, deaths + 1, injured);
    const v1::Scorecard after = Build(filed);
    for (int i = 0; i < 2; ++i) {
      EXPECT_TRUE(IsAttained(before.results(i).status()) || !IsAttained(after.results(i).status()));
      EXPECT_EQ(std::stoi(after.results(i).margin().numerator()),
                std::stoi(before.results(i).margin().numerator()) - 1);
    }
  }
}

TEST(PropertiesTest, OneMoreInTheBaseNeverTurnsAttainedIntoNotAttained) {
  std::mt19937 random(2);
  for (int round = 0; round < 300; ++round) {
    Filed filed(SamplePlan());
    const int64_t base = 1 + random() % 30;
    FileCoal(filed, "2019", base, 0, 1);
    FileCoal(filed, "2022", random() % 30, 0, 1);
    const v1::ResultStatus before = Build(filed).results(0).status();
    FileCoal(filed, "2019", base + 1, 0, 1);
    EXPECT_TRUE(!IsAttained(before) || IsAttained(Build(filed).results(0).status()));
  }
}

// The margin says exactly how many more would still attain.
TEST(PropertiesTest, TheMarginIsTheLastUnitThatAttains) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    Filed filed(SamplePlan());
    const int64_t actual = random() % 40;
    FileCoal(filed, "2019", random() % 40, 0, 1);
    FileCoal(filed, "2022", actual, 0, 1);
    const int64_t last = actual + std::stoi(Build(filed).results(0).margin().numerator());
    ASSERT_GE(last, 0);
    FileCoal(filed, "2022", last, 0, 1);
    EXPECT_EQ(Build(filed).results(0).status(), v1::RESULT_STATUS_ATTAINED);
    FileCoal(filed, "2022", last + 1, 0, 1);
    EXPECT_EQ(Build(filed).results(0).status(), v1::RESULT_STATUS_NOT_ATTAINED);
  }
}

TEST(PropertiesTest, TheRollUpOfOneChildEqualsTheChildButForItsName) {
  std::mt19937 random(4);
  for (int round = 0; round < 50; ++round) {
    Filed filed(SamplePlan());
    FileCoal(filed, "2019", random() % 30, 0, random() % 9);
    if (round % 3 != 0) FileCoal(filed, "2022", random() % 30, 0, random() % 9);
    v1::Scorecard child = Build(filed), parent = Build(filed, "140500");
    for (v1::Scorecard* card : {&child, &parent}) {
      card->clear_name();
      card->clear_region_names();
    }
    EXPECT_EQ(parent.SerializeAsString(), child.SerializeAsString());
  }
}

// Where every region has the same figures, the sum of n of them is judged as one is, for rules of proportion.
TEST(PropertiesTest, EqualChildrenAddUpToTheirOwnVerdict) {
  type::v1::Plan plan = SamplePlan();
  for (const char* code : {"140582", "140525"}) plan.add_regions()->set_code(code);
  std::mt19937 random(5);
  for (int round = 0; round < 50; ++round) {
    Filed filed(plan);
    const Filed::Figures base = {{"accidents", random() % 30}, {"deaths", 0}, {"injured", random() % 9}};
    const Filed::Figures actual = {{"accidents", random() % 30},
                                   {"deaths", 1},
                                   {"injured", random() % 9},
                                   {"trained", 1 + random() % 9},
                                   {"required", 9}};
    for (const auto& region : plan.regions()) {
      filed.File("2019", "coal-mining", base, submission::v1::RETURN_STATE_ACCEPTED, region.code());
      filed.File("2022", "coal-mining", actual, submission::v1::RETURN_STATE_ACCEPTED, region.code());
    }
    const v1::Scorecard child = Build(filed), parent = Build(filed, "140500");
    for (int i = 0; i < 3; ++i) EXPECT_EQ(parent.results(i).status(), child.results(i).status());
  }
}

}  // namespace
}  // namespace lianfang::evaluation
