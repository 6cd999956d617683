#include "cli/commands/assessment_text.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace lianfang::cli {
namespace {

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

TEST(TrendText, HasARowForEveryPeriod) {
  const auto trend = Parse<evaluation::v1::Trend>(R"pb(
    lines {
      industry_names { zh: "煤矿" }
      indicator_names { zh: "事故起数" }
      points {
        period: "2019"
        value { text: "20" }
      }
      points {
        period: "2021"
        value { text: "19" }
        provisional: true
        result {
          bound { text: "20" }
          bound_kind: BOUND_KIND_BELOW
          status: RESULT_STATUS_PROVISIONAL_ATTAINED
        }
      }
    }
  )pb");
  EXPECT_EQ(TrendText(trend, Glossary(), Language::kChinese), R"(行业  指标      年度  实际  界限  结论    阶段性
煤矿  事故起数  2019    20     -  -       -
煤矿  事故起数  2021    19  < 20  暂达标  是
)");
}

TEST(ReportingRatesText, HasTheRatesOfReturnsAndThePunctualityOfAllDuties) {
  const auto rates = Parse<evaluation::v1::ReportingRates>(R"pb(
    rates {
      department: "emergency"
      period: "2022"
      expected: 2
      filed: 2
      timely: 1
      completeness { text: "100" }
      timeliness { text: "50" }
    }
    punctuality {
      department: "emergency"
      year: 2022
      kind: "return"
      kind_names { zh: "报送" en: "Data" }
      owed: 3
      in_time: 1
      late: 1
      overdue: 1
      withdrawn: 2
      timeliness { text: "33.3333" }
    }
    punctuality { department: "emergency" withdrawn: 2 }
  )pb");
  EXPECT_EQ(ReportingRatesText(rates, Glossary(), Language::kChinese),
            R"(责任部门   年度  应报  已报  按时  完整率 %  及时率 %
emergency  2022     2     2     1       100        50

责任部门   到期年度  事项  应办  按时  逾期办结  逾期未办  已撤销  按时率 %
emergency  2022      报送     3     1         1         1       2   33.3333
emergency  合计      -        0     0         0         0       2         -
)");
  EXPECT_EQ(ReportingRatesText(rates, Glossary(), Language::kEnglish),
            R"(DEPARTMENT  PERIOD  EXPECTED  FILED  IN TIME  COMPLETE %  TIMELY %
emergency   2022           2      2        1         100        50

DEPARTMENT  DUE IN  DUTIES  OWED  IN TIME  LATE  OVERDUE  WITHDRAWN  IN TIME %
emergency   2022    Data       3        1     1        1          2    33.3333
emergency   all     -          0        0     0        0          2          -
)");
}

TEST(ForecastText, SaysWhatIsStillAllowedAndWhereALineLeads) {
  const auto forecast = Parse<evaluation::v1::Forecast>(R"pb(
    forecasts {
      result {
        industry_names { zh: "煤矿" }
        indicator_names { zh: "事故起数" }
        status: RESULT_STATUS_PENDING
      }
      allowance { text: "4" }
      projected_value { text: "18.5" }
      projected_status: RESULT_STATUS_PROVISIONAL_ATTAINED
      chance_low { text: "11" }
      chance_high { text: "27" }
      text { zh: "最多还可 4。" }
    }
    totals {
      result { industry_names { zh: "合计" } }
      projected_value { text: "99" }
    }
  )pb");
  const std::string text = ForecastText(forecast, Language::kChinese);
  EXPECT_NE(text.find("11–27"), std::string::npos) << text;
  EXPECT_NE(text.find("煤矿 事故起数：最多还可 4。"), std::string::npos) << text;
  EXPECT_NE(text.find("合计"), std::string::npos) << text;
  EXPECT_NE(text.find("4"), std::string::npos) << text;
  EXPECT_NE(text.find("18.5  暂达标"), std::string::npos) << text;
}

TEST(AssessmentText, NamesTheRisksAndWhoseDataCameLate) {
  const auto assessment = Parse<evaluation::v1::MidTermAssessment>(R"pb(
    rows {
      names { zh: "煤矿" }
      department: "emergency"
      summary {
        status: RESULT_STATUS_NOT_ATTAINED
        counts { status: RESULT_STATUS_NOT_ATTAINED count: 1 }
      }
      at_risk: true
      risk_reason { zh: "事故起数未达标" }
    }
    late_filings {
      department: "emergency"
      region: "140581"
      industry: "coal-mining"
      period: "2021"
      edition: RETURN_EDITION_FIRST
      due_time { seconds: 1654012800 }
      state: OBLIGATION_STATE_OVERDUE
      sent_back: true
    }
    late_filings {
      department: "emergency"
      region: "140581"
      industry: "coal-mining"
      period: "2021"
      edition: RETURN_EDITION_FINAL
      due_time { seconds: 1654012800 }
      met_time { seconds: 1654012801 }
      state: OBLIGATION_STATE_MET_LATE
    }
    reporting_rates {
      department: "emergency"
      period: "2021"
      expected: 2
      filed: 1
      completeness { text: "50" }
      timeliness { text: "0" }
    }
    reporting_rates {
      department: "emergency"
      expected: 2
      filed: 1
      completeness { text: "50" }
      timeliness { text: "0" }
    }
  )pb");
  EXPECT_EQ(AssessmentText(assessment, Glossary(), Language::kChinese), R"(行业  责任部门   结论    构成      风险
煤矿  emergency  未达标  未达标 1  事故起数未达标

逾期部门   地区    行业         年度  数据  截止时间          报送时间             状态
emergency  140581  coal-mining  2021  首报  2022-05-31 24:00  -                    已逾期（已退回）
emergency  140581  coal-mining  2021  终报  2022-05-31 24:00  2022-06-01 00:00:01  逾期报送

责任部门   年度  应报  已报  按时  完整率 %  及时率 %
emergency  2021     2     1     0        50         0
emergency  合计     2     1     0        50         0
)");
}

TEST(FinalSummaryText, SaysWhetherItIsSettled) {
  evaluation::v1::FinalSummary summary;
  EXPECT_NE(FinalSummaryText(summary, Glossary(), Language::kChinese).find("阶段性结论"), std::string::npos);
  summary.set_settled(true);
  EXPECT_NE(FinalSummaryText(summary, Glossary(), Language::kChinese).find("均为终报"), std::string::npos);
}

}  // namespace
}  // namespace lianfang::cli
