#include "cli/commands/plan_progress_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/text/table.h"
#include "cli/text/textproto.h"

namespace lianfang::cli {
namespace {

using google::protobuf::RepeatedPtrField;
using submission::v1::Obligation;
using submission::v1::ObligationState;
using testing::ElementsAre;

type::v1::Plan Plan() {
  type::v1::Plan plan;
  const absl::Status parsed = ParseTextproto(R"(
    name: "plans/p"
    regions { code: "140581" names { zh: "高平市" } }
    regions { code: "140582" names { zh: "泽州县" } }
    departments { id: "transport" names { zh: "交通局" } }
    departments { id: "emergency" names { zh: "应急局" } }
    industries { id: "road" names { zh: "道路运输" } }
    industries { id: "coal" names { zh: "煤矿" } }
    periods { id: "2021" names { zh: "2021年度" } }
    periods { id: "2022" names { zh: "2022年度" } })",
                                             "plan", plan);
  EXPECT_TRUE(parsed.ok()) << parsed;
  return plan;
}

void Add(RepeatedPtrField<Obligation>& list, const char* department, const char* region, const char* industry,
         const char* period, ObligationState state) {
  Obligation& obligation = *list.Add();
  obligation.set_department(department);
  obligation.set_region(region);
  obligation.set_industry(industry);
  obligation.set_period(period);
  obligation.set_state(state);
}

// The cells of the table, by row.
std::vector<std::string> Rows(const RepeatedPtrField<Obligation>& list) {
  const CsvTables csv;
  std::vector<std::string> rows = absl::StrSplit(ProgressText(Plan(), list, Language::kChinese), "\r\n");
  rows.pop_back();
  return rows;
}

TEST(ProgressTextTest, IsAMatrixInThePlansOrderWithTotals) {
  RepeatedPtrField<Obligation> list;
  Add(list, "emergency", "140581", "coal", "2022", submission::v1::OBLIGATION_STATE_OVERDUE);
  Add(list, "emergency", "140581", "coal", "2021", submission::v1::OBLIGATION_STATE_MET_LATE);
  Add(list, "transport", "140581", "road", "2022", submission::v1::OBLIGATION_STATE_MET);
  EXPECT_THAT(Rows(list), ElementsAre("责任部门,行业,2021年度,2022年度,已报/应报",  //
                                      "交通局,道路运输,,已报送,1/1",                //
                                      "应急局,煤矿,逾期报送,已逾期,1/2",            //
                                      "合计（已报/应报）,,1/1,1/2,2/3"));
}

TEST(ProgressTextTest, ShowsTheRegionWhereThereAreSeveral) {
  RepeatedPtrField<Obligation> list;
  Add(list, "emergency", "140582", "coal", "2022", submission::v1::OBLIGATION_STATE_OPEN);
  Add(list, "emergency", "140581", "coal", "2022", submission::v1::OBLIGATION_STATE_OPEN);
  EXPECT_THAT(Rows(list), ElementsAre("责任部门,地区,行业,2022年度,已报/应报",  //
                                      "应急局,高平市,煤矿,待报送,0/1",          //
                                      "应急局,泽州县,煤矿,待报送,0/1",          //
                                      "合计（已报/应报）,,,0/2,0/2"));
}

TEST(ProgressTextTest, AWaivedOneIsNotOwedAndFinalFiguresAreToldApart) {
  RepeatedPtrField<Obligation> list;
  Add(list, "emergency", "140581", "coal", "2021", submission::v1::OBLIGATION_STATE_WAIVED);
  Add(list, "emergency", "140581", "coal", "2022", submission::v1::OBLIGATION_STATE_OPEN);
  list.Mutable(1)->set_awaited_edition(submission::v1::RETURN_EDITION_FINAL);
  EXPECT_THAT(Rows(list), ElementsAre("责任部门,行业,2021年度,2022年度,已报/应报",  //
                                      "应急局,煤矿,已豁免,待报送（终报）,0/1",      //
                                      "合计（已报/应报）,,0/0,0/1,0/1"));
}

TEST(ProgressTextTest, OfNothingIsATotalOfNothing) {
  EXPECT_THAT(Rows({}), ElementsAre("责任部门,行业,已报/应报", "合计（已报/应报）,,0/0"));
}

}  // namespace
}  // namespace lianfang::cli
