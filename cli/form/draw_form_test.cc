#include "cli/form/draw_form.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "cli/form/testing/document_lines.h"
#include "draw/testing/lists.h"

namespace lianfang::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DrawFormTest : public ::testing::Test {
 protected:
  DrawFormTest() {
    auto list = draw::testing::ListOf(6, 3);
    list.set_attempt(2);
    list.add_earlier_attempts("engagements/before");
    auto& exclusion = *list.add_exclusions();
    exclusion.set_expert("experts/x1");
    exclusion.set_reason(expert::v1::EXCLUSION_REASON_KINSHIP);
    exclusion.set_detail("示例公司");
    draw_ = draw::testing::DrawOf(list, draw::testing::Seed(1), draw::testing::Seed(2));
    auto& departure = *draw_.add_departures();
    departure.set_expert(draw_.order(0).expert());
    departure.set_reason(expert::v1::EXCLUSION_REASON_DECLINED);
    departure.set_detail("出差");
    departure.set_successor(draw_.order(3).expert());
    departure.set_channel(expert::v1::ANSWER_CHANNEL_PHONE);
    engagement_.set_name("engagements/review");
    engagement_.set_subject("粉尘治理项目立项评审");
    auto& party = *engagement_.add_parties();
    party.set_display_name("示例公司");
    party.set_credit_code("91350203M0001QKT19");
    party.set_code_note("标准实施前核发");
    people_ = {{draw_.order(0).expert(), "王一"}, {draw_.order(3).expert(), "李四"}, {"experts/x1", "赵避"}};
  }
  std::string Written() const {
    const auto bytes = DrawForm(engagement_, draw_, people_, Glossary(), Language::kChinese);
    EXPECT_TRUE(bytes.ok()) << bytes.status();
    return bytes.ok() ? DocumentLines(*bytes) : "";
  }

  expert::v1::Engagement engagement_;
  expert::v1::Draw draw_;
  std::map<std::string, std::string> people_;
};

TEST_F(DrawFormTest, TellsPartiesOrderExclusionsRefusalsAndWhoSigns) {
  const std::string lines = Written();
  EXPECT_THAT(lines, HasSubstr("专家抽取记录表\n"));
  EXPECT_THAT(lines, HasSubstr("事项|粉尘治理项目立项评审|任务编号|review\n"));
  EXPECT_THAT(lines, HasSubstr("第几次抽取|2：engagements/before\n"));
  EXPECT_THAT(lines, HasSubstr("示例公司|91350203M0001QKT19|标准实施前核发\n"));
  EXPECT_THAT(lines, HasSubstr(absl::StrCat("1|", draw_.order(0).expert().substr(8), "|王一||√\n")));
  EXPECT_THAT(lines, HasSubstr(absl::StrCat("4|", draw_.order(3).expert().substr(8), "|李四||\n")))
      << "not drawn at first";
  EXPECT_THAT(lines, HasSubstr("x1|赵避|近亲属|示例公司\n"));
  EXPECT_THAT(lines, HasSubstr(absl::StrCat(draw_.order(0).expert().substr(8), " 王一|谢绝|出差|",
                                            draw_.order(3).expert().substr(8), " 李四|电话\n")));
  EXPECT_THAT(lines, HasSubstr("抽取人||见证人|\n申请部门||日期|\n办公室盖章|"));
}

TEST_F(DrawFormTest, OfALongListItSaysHowMuchIsLeftOut) {
  draw_ = draw::testing::DrawOf(draw::testing::ListOf(600, 3), draw::testing::Seed(1), "");
  EXPECT_THAT(Written(), HasSubstr("以上为前 500 行，共 600\n"));
}

TEST_F(DrawFormTest, ADrawThatWasNotDrawnHasNoOrder) {
  draw_.clear_order();
  draw_.clear_panel();
  draw_.clear_departures();
  const std::string lines = Written();
  EXPECT_THAT(lines, Not(HasSubstr("候选名单与抽取次序")));
  EXPECT_THAT(lines, HasSubstr("名单哈希|"));
}

}  // namespace
}  // namespace lianfang::cli
