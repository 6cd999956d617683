#include "cli/glossary.h"

#include <gtest/gtest.h>

#include "cli/text/figures.h"

namespace lianfang::cli {
namespace {

type::v1::Plan Plan() {
  type::v1::Plan plan;
  plan.set_time_zone("Asia/Urumqi");
  auto* industry = plan.add_industries();
  industry->set_id("coal-mining");
  industry->mutable_names()->set_zh("煤矿");
  industry->mutable_names()->set_en("coal mining");
  auto* specialty = plan.add_pools()->add_specialties();
  specialty->set_id("health");
  specialty->mutable_names()->set_zh("职业卫生");
  auto* figure = plan.add_figures();
  figure->set_id("deaths");
  figure->mutable_names()->set_zh("死亡人数");
  plan.add_periods()->set_id("2022");
  return plan;
}

TEST(Glossary, HasThePlansWordsForItsIds) {
  EXPECT_EQ(Glossary(Plan(), Language::kChinese).Industry("coal-mining"), "煤矿");
  EXPECT_EQ(Glossary(Plan(), Language::kEnglish).Industry("coal-mining"), "coal mining");
  EXPECT_EQ(Glossary(Plan(), Language::kChinese).Specialty("health"), "职业卫生");
  EXPECT_EQ(Glossary(Plan(), Language::kEnglish).Figure("deaths"), "死亡人数") << "Chinese where there is no English";
}

TEST(Glossary, LeavesIdsWithoutAWordAsTheyAre) {
  EXPECT_EQ(Glossary(Plan(), Language::kChinese).Period("2022"), "2022");
  EXPECT_EQ(Glossary().Industry("coal-mining"), "coal-mining");
}

TEST(Glossary, HasThePlansZoneAndShanghaiWithoutOne) {
  EXPECT_EQ(Glossary(Plan(), Language::kChinese).zone().name(), "Asia/Urumqi");
  EXPECT_EQ(Glossary().zone().name(), "Asia/Shanghai");
}

TEST(Glossary, NamesAPersonAsPeopleDo) {
  const std::string office = "spiffe://lianfang.local/region/140581/department/hrss/role/office";
  EXPECT_EQ(Glossary(Plan(), Language::kChinese).Person(office + "/person/li-na"), "hrss 领导小组办公室 li-na");
  EXPECT_EQ(Glossary(Plan(), Language::kEnglish).Person(office), "hrss office");
  EXPECT_EQ(Glossary().Person("spiffe://lianfang.local/service/exchange"), "spiffe://lianfang.local/service/exchange");
  EXPECT_EQ(Glossary().Person(""), "");
}

TEST(Glossary, JoinsFigures) {
  google::protobuf::RepeatedPtrField<type::v1::FigureValue> figures;
  *figures.Add() = *ParseFigure("deaths=0");
  *figures.Add() = *ParseFigure("injured=na:未统计");
  EXPECT_EQ(Glossary(Plan(), Language::kChinese).Figures(figures), "死亡人数 0，injured 不适用（未统计）");
}

}  // namespace
}  // namespace lianfang::cli
