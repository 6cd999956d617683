#include "cli/commands/plan_text.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

type::v1::Target Target(const char* text) {
  type::v1::Target target;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &target));
  return target;
}

TEST(TargetText, SaysEveryRule) {
  const auto reduce = Target("reduce_by { percent: '5' base_period: '2019' }");
  EXPECT_EQ(TargetText(reduce, Language::kChinese), "较 2019 下降 5%");
  EXPECT_EQ(TargetText(reduce, Language::kEnglish), "-5% on 2019");
  EXPECT_EQ(TargetText(Target("below_base { base_period: '2019' }"), Language::kChinese), "低于 2019");
  EXPECT_EQ(TargetText(Target("keeps_falling { previous_period: '2021' }"), Language::kEnglish),
            "keeps falling, below 2021");
  EXPECT_EQ(TargetText(Target("at_least { value: '80' }"), Language::kChinese), "不低于 80");
}

TEST(PlanText, NamesIndicatorsAndTheIndustriesOfATarget) {
  type::v1::Plan plan;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        name: "plans/p"
        time_zone: "Asia/Shanghai"
        industries {
          id: "coal"
          names { zh: "煤矿" }
        }
        industries {
          id: "dust"
          names { zh: "涉尘行业" }
        }
        indicators {
          id: "a"
          names { zh: "事故起数" }
          industries: "coal"
          industries: "dust"
        }
        targets {
          indicator: "a"
          period: "2022"
          below_base { base_period: "2019" }
        }
        targets {
          indicator: "a"
          period: "2023"
          industries: "dust"
          below_base { base_period: "2019" }
        }
      )pb",
      &plan));
  EXPECT_THAT(PlanText(plan, Language::kChinese), testing::HasSubstr("2022      事故起数  低于 2019  煤矿、涉尘行业\n"
                                                                     "2023      事故起数  低于 2019  涉尘行业\n"));
}

}  // namespace
}  // namespace lianfang::cli
