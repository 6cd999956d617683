#include "cli/commands/scorecard_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "common/time.h"

namespace lianfang::cli {
namespace {

constexpr char kCard[] = R"pb(
  name: "plans/yunnan-2022/regions/530000/scorecards/2022"
  plan_edition: 1
  plan_title { zh: "云南样例" en: "Yunnan sample" }
  region_names { zh: "云南省" en: "Yunnan" }
  period_names { zh: "2022年1—7月" en: "January to July 2022" }
  as_of { seconds: 1672531200 }
  reporting_regions: "530000"
  results {
    industry_names { zh: "煤矿" en: "coal mining" }
    indicator_names { zh: "死亡人数" en: "deaths" }
    status: RESULT_STATUS_NOT_ATTAINED
    actual { text: "13" }
    baseline { text: "12" }
    bound { text: "11.4" }
    bound_kind: BOUND_KIND_AT_MOST
    margin { text: "-2" }
    margin_text { zh: "最多 11 人，须再减少 2 人" en: "at most 11, needs 2 fewer" }
    inputs { period: "2022" revision_number: 1 ledger_sequence: 9 }
    inputs { period: "2021" revision_number: 2 ledger_sequence: 14 }
  }
  results {
    industry_names { zh: "建筑施工" en: "construction" }
    indicator_names { zh: "死亡人数" en: "deaths" }
    status: RESULT_STATUS_MISSING
    reason { zh: "2022 逾期未报" en: "2022 is overdue" }
    inputs { period: "2022" }
  }
  departments {
    names { zh: "应急管理厅" en: "emergency" }
    summary {
      status: RESULT_STATUS_NOT_ATTAINED
      counts { status: RESULT_STATUS_NOT_ATTAINED count: 1 }
      counts { status: RESULT_STATUS_MISSING count: 1 }
    }
  }
  summary {
    status: RESULT_STATUS_NOT_ATTAINED
    counts { status: RESULT_STATUS_NOT_ATTAINED count: 1 }
  }
)pb";

std::string Text(const char* card, Language language) {
  evaluation::v1::Scorecard parsed;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(card, &parsed));
  return ScorecardText(parsed, *LoadZone("Asia/Shanghai"), language);
}

TEST(ScorecardText, WarningsStandBelowWithTheTimeAtWhichExchangeWasHeard) {
  evaluation::v1::Scorecard card;
  ASSERT_TRUE(
      google::protobuf::TextFormat::ParseFromString(R"pb(
                                                      results {
                                                        indicator: "deaths"
                                                        indicator_names { zh: "死亡人数" en: "deaths" }
                                                      }
                                                      record_warnings_time { seconds: 1672531200 }
                                                      record_warnings {
                                                        rule: "return-totals-differ"
                                                        title { zh: "报送数据与本部门记录不一致" en: "totals differ" }
                                                        industry: "coal-mining"
                                                        indicators: "deaths"
                                                        indicators: "unknown"
                                                        period: "2022"
                                                        count: 2
                                                        departments: "emergency"
                                                        first_due_time { seconds: 1672531200 }
                                                      }
                                                    )pb",
                                                    &card));
  EXPECT_EQ(RecordWarningsText(card, Glossary(), Language::kEnglish),
            "\nOpen discrepancies beside the verdicts (no part of them), as of 2023-01-01 08:00:00\n"
            "INDUSTRY     INDICATORS       PERIOD  DISCREPANCY    OPEN  DEPARTMENTS  FIRST DUE\n"
            "coal-mining  deaths, unknown  2022    totals differ     2  emergency    2023-01-01 08:00:00\n");
  card.clear_record_warnings();
  EXPECT_EQ(RecordWarningsText(card, Glossary(), Language::kEnglish), "");
}

TEST(ScorecardText, ShowsEveryVerdictWithWhatItRestsOn) {
  EXPECT_EQ(Text(kCard, Language::kChinese),
            R"(方案      云南样例
地区      云南省
目标年度  2022年1—7月
方案版次  1
评估时点  2023-01-01 08:00:00

行业      指标      基期    界限  实际  余量                       结论    依据（年度 版次 台账号）  说明
煤矿      死亡人数    12  ≤ 11.4    13  最多 11 人，须再减少 2 人  未达标  2022 r1 #9, 2021 r2 #14   -
建筑施工  死亡人数     -       -     -  -                          缺报    2022 -                    2022 逾期未报

汇总        结论    构成
应急管理厅  未达标  未达标 1，缺报 1
云南省      未达标  未达标 1
)");
}

TEST(ScorecardText, SpeaksEnglishWhenAsked) {
  const std::string text = Text(kCard, Language::kEnglish);
  EXPECT_NE(text.find("coal mining   deaths"), std::string::npos) << text;
  EXPECT_NE(text.find("not-attained"), std::string::npos) << text;
}

TEST(ScorecardText, NamesTheRegionsOfInputsThatAreAddedUp) {
  const std::string text =
      Text(R"pb(
             reporting_regions: "140581"
             reporting_regions: "140582"
             results { inputs { region: "140581" period: "2022" revision_number: 1 ledger_sequence: 3 } }
           )pb",
           Language::kEnglish);
  EXPECT_NE(text.find("140581/2022 r1 #3"), std::string::npos) << text;
}

TEST(ScorecardText, ShowsTheTotalAndTheOtherReadingBesideTheRows) {
  const std::string text = Text(R"pb(
                                  name: "plans/a/regions/140581/scorecards/2022"
                                  totals {
                                    industry_names { zh: "合计" }
                                    indicator_names { zh: "死亡人数" }
                                    actual { text: "99" }
                                  }
                                  rows_summary { status: RESULT_STATUS_NOT_ATTAINED }
                                  totals_summary { status: RESULT_STATUS_ATTAINED }
                                  summary { status: RESULT_STATUS_NOT_ATTAINED }
                                )pb",
                                Language::kChinese);
  EXPECT_NE(text.find("合计  死亡人数"), std::string::npos) << text;
  EXPECT_NE(text.find("各行业合计"), std::string::npos) << text;
}

TEST(ScorecardText, NamesThePartsThatLagBehind) {
  const std::string text = Text(R"pb(
                                  results {
                                    industry_names { zh: "煤矿" }
                                    parts {
                                      names { zh: "负责人" }
                                      actual { text: "100" }
                                    }
                                    parts {
                                      names { zh: "一线班组长" }
                                      actual { text: "61" }
                                      lagging: true
                                    }
                                  }
                                )pb",
                                Language::kChinese);
  EXPECT_NE(text.find("煤矿  一线班组长    61"), std::string::npos) << text;
  EXPECT_EQ(text.find("负责人"), std::string::npos) << text;
}

// It counts what decides, which may be the totals.
TEST(LeagueText, HasARowForEveryRegion) {
  evaluation::v1::ListScorecardsResponse response;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        scorecards {
          name: "plans/a/regions/140581/scorecards/2022"
          region_names { zh: "高平市" }
          summary {
            status: RESULT_STATUS_MISSING
            counts { status: RESULT_STATUS_MISSING count: 3 }
          }
          rows_summary { counts { status: RESULT_STATUS_MISSING count: 9 } }
          missing_regions: "140581"
        }
      )pb",
      &response));
  EXPECT_EQ(LeagueText(response, Language::kChinese), R"(地区    名称    结论  构成    缺报地区
140581  高平市  缺报  缺报 3  140581
)");
}

TEST(ExplanationText, NumbersTheStepsAndNamesTheReceipts) {
  evaluation::v1::Explanation explanation;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"pb(
                                                              steps {
                                                                title { zh: "目标" en: "Target" }
                                                                text { zh: "低于基数" en: "below the base" }
                                                              }
                                                              steps {
                                                                title { zh: "结论" en: "Verdict" }
                                                                text { zh: "达标" en: "attained" }
                                                              }
                                                              ledger_sequences: 9
                                                              ledger_sequences: 14
                                                            )pb",
                                                            &explanation));
  EXPECT_EQ(ExplanationText(explanation, Language::kChinese),
            "1. 目标：低于基数\n2. 结论：达标\n可据以核对的回执：#9 #14\n");
  EXPECT_EQ(ExplanationText(explanation, Language::kEnglish),
            "1. Target: below the base\n2. Verdict: attained\nreceipts that prove it: #9 #14\n");
}

}  // namespace
}  // namespace lianfang::cli
