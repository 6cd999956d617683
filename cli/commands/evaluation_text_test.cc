#include "cli/commands/evaluation_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "common/time.h"

namespace lianfang::cli {
namespace {

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

absl::TimeZone Shanghai() { return *LoadZone("Asia/Shanghai"); }

TEST(EvaluationsText, SaysWhatItBecameAndWhy) {
  const auto response = Parse<evaluation::v1::ListEvaluationsResponse>(R"pb(
    evaluations {
      name: "plans/a/regions/140581/scorecards/2022/evaluations/17"
      evaluate_time { seconds: 1672531200 }
      plan_edition: 1
      previous_status: RESULT_STATUS_ATTAINED
      result {
        industry_names { zh: "煤矿" }
        indicator_names { zh: "事故起数" }
        status: RESULT_STATUS_NOT_ATTAINED
        actual { text: "5" }
      }
      causes { text { zh: "2022年：第 2 版更正第 1 版" } }
    }
  )pb");
  EXPECT_EQ(EvaluationsText(response, Shanghai(), Language::kChinese),
            R"(编号  评估时间             方案版次  行业  指标      原结论  结论      原因
  17  2023-01-01 08:00:00         1  煤矿  事故起数  达标    未达标 5  2022年：第 2 版更正第 1 版
)");
}

TEST(ComparisonText, ShowsBothVerdictsOfEveryResultThatDiffers) {
  const auto comparison = Parse<evaluation::v1::ScorecardComparison>(R"pb(
    scorecard: "plans/a/regions/140581/scorecards/2022"
    from_time { seconds: 1672531200 }
    to_time { seconds: 1672531260 }
    from_summary { status: RESULT_STATUS_MISSING }
    to_summary { status: RESULT_STATUS_ATTAINED }
    differences {
      before {
        industry_names { zh: "煤矿" }
        indicator_names { zh: "事故起数" }
        status: RESULT_STATUS_MISSING
      }
      causes { text { zh: "方案修订" } }
    }
  )pb");
  const std::string text = ComparisonText(comparison, Shanghai(), Language::kChinese);
  EXPECT_NE(text.find("2023-01-01 08:00:00 缺报"), std::string::npos) << text;
  EXPECT_NE(text.find("煤矿  事故起数  缺报    -       方案修订"), std::string::npos) << text;
}

TEST(ChangeText, IsOneLineThatEndsInTheCursor) {
  const auto change = Parse<evaluation::v1::WatchScorecardsResponse>(R"pb(
    cursor: "c1-17"
    scorecard: "plans/a/regions/140581/scorecards/2022"
    previous_status: RESULT_STATUS_PENDING
    result {
      industry_names { zh: "煤矿" }
      indicator_names { zh: "事故起数" }
      status: RESULT_STATUS_MISSING
    }
    evaluate_time { seconds: 1672531200 }
    causes { text { zh: "到期时仍未报送" } }
  )pb");
  EXPECT_EQ(ChangeText(change, Shanghai(), Language::kChinese),
            "2023-01-01 08:00:00  plans/a/regions/140581/scorecards/2022  煤矿 事故起数  待定 → 缺报  到期时仍未报送 "
            " c1-17\n");
}

}  // namespace
}  // namespace lianfang::cli
