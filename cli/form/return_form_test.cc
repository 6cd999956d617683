#include "cli/form/return_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "cli/form/testing/document_lines.h"
#include "cli/text/textproto.h"
#include "common/testing/test_file.h"

namespace lianfang::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class ReturnFormTest : public testing::Test {
 protected:
  ReturnFormTest() {
    Parse(R"(
      name: "plans/p" title { zh: "行动计划 <试>" } document_number: "某人社字〔2026〕1号" time_zone: "Asia/Shanghai"
      regions { code: "140581" names { zh: "高平市" } }
      departments { id: "emergency" names { zh: "应急管理局" } }
      industries { id: "coal" names { zh: "煤矿" } }
      periods { id: "2022" names { zh: "2022年度" } }
      figures { id: "accidents" names { zh: "事故起数" } unit { zh: "起" } }
      figures { id: "deaths" names { zh: "死亡人数" } unit { zh: "人" } })",
          plan_);
    Parse(R"(department: "emergency" region: "140581" industry: "coal" period: "2022")", obligation_);
    Parse(R"(
      name: "plans/p/returns/2022-140581-coal" state: RETURN_STATE_ACCEPTED
      latest {
        revision: 2 ledger_sequence: 17 late: true correction_reason: "漏报一起\n已核实 & 更正"
        submit_time { seconds: 1653926400 }
        figures { figure: "accidents" number: 3 }
        figures { figure: "deaths" not_applicable { reason: "无" } }
      })",
          filed_);
  }

  static void Parse(absl::string_view text, google::protobuf::Message& message) {
    const absl::Status parsed = ParseTextproto(text, "test", message);
    ASSERT_TRUE(parsed.ok()) << parsed;
  }

  type::v1::Plan plan_;
  submission::v1::Obligation obligation_;
  submission::v1::Return filed_;
};

TEST_F(ReturnFormTest, SaysWhoseFiguresTheyAreAndWhoSigns) {
  const auto bytes = ReturnForm(plan_, obligation_, filed_, Language::kChinese);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const std::string lines = DocumentLines(*bytes);
  EXPECT_THAT(lines, HasSubstr("工伤预防数据报送表\n"));
  EXPECT_THAT(lines, HasSubstr("行动计划 <试>"));
  EXPECT_THAT(lines, HasSubstr("报送部门|应急管理局|地区|高平市\n"));
  EXPECT_THAT(lines, HasSubstr("行业|煤矿|数据年度|2022年度\n"));
  EXPECT_THAT(lines, HasSubstr("（逾期）|版次|2\n"));
  EXPECT_THAT(lines, HasSubstr("审核状态|已审核|台账号|17\n"));
  EXPECT_THAT(lines, HasSubstr("序号|指标|单位|数值\n1|事故起数|起|3\n2|死亡人数|人|"));
  EXPECT_THAT(lines, HasSubstr("更正原因|漏报一起已核实 & 更正\n"));
  EXPECT_THAT(lines, HasSubstr("填报人||审核人|\n负责人||日期|"));
  EXPECT_THAT(lines, HasSubstr("单位盖章|\n"));
  EXPECT_THAT(lines, Not(HasSubstr("备注")));
}

TEST_F(ReturnFormTest, IsTheSameFileForTheSameReturn) {
  EXPECT_EQ(*ReturnForm(plan_, obligation_, filed_, Language::kChinese),
            *ReturnForm(plan_, obligation_, filed_, Language::kChinese));
}

}  // namespace
}  // namespace lianfang::cli
