#include "services/fund/export/rates_workbook.h"

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/workbook/workbook_file.h"
#include "services/fund/domain/premium/rate_rule.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"
#include "services/fund/export/sheet.h"
#include "words/enum_words.h"
#include "words/instant_words.h"

namespace lianfang::fund {
namespace {

constexpr int kRatesAtOnce = 1000;

std::string PercentText(int percent) { return percent == 0 ? "" : absl::StrCat(percent, "%"); }

std::string DepartmentName(const type::v1::Plan& plan, const std::string& id) {
  for (const auto& department : plan.departments()) {
    if (department.id() == id) return department.names().zh();
  }
  return id;
}

void WriteList(lxw_workbook* file, const RatesWorkbook& workbook) {
  const v1::RateList& list = workbook.list;
  const absl::TimeZone zone = ZoneOf(workbook.plan);
  Sheet sheet(file, "名册", {{"项目", 24}, {"内容", 80}});
  sheet.Title(absl::StrCat(workbook.plan.title().zh(), "：", LastPart(list.name()), "年度工伤保险浮动费率名册"));
  sheet.Headings();
  sheet.Text("状态").Text(ChineseOf(list.state())).EndRow();
  sheet.Text("费率表").Text(workbook.table.names().zh()).EndRow();
  sheet.Text("依据").Text(workbook.table.source()).EndRow();
  sheet.Text("审核部门").Text(DepartmentName(workbook.plan, workbook.table.reviewing_department())).EndRow();
  sheet.Text("单位数").Count(list.employer_count()).EndRow();
  sheet.Text("上浮").Count(list.raised_count()).EndRow();
  sheet.Text("下浮").Count(list.lowered_count()).EndRow();
  sheet.Text("不浮动").Count(list.exempt_count()).EndRow();
  sheet.Text("已更正").Count(list.corrected_count()).EndRow();
  if (list.has_propose_time()) {
    sheet.Text("测算").Text(absl::StrCat(InstantText(list.propose_time(), zone), " ", list.proposer())).EndRow();
  }
  if (list.has_publish_time()) {
    sheet.Text("公布").Text(absl::StrCat(InstantText(list.publish_time(), zone), " ", list.publisher())).EndRow();
  }
  if (workbook.table.bands().empty()) {
    sheet.Text("说明").Text("费率表没有浮动档次：本地的档次尚未掌握，未测算费率。").EndRow();
  }
}

void WriteEmployer(const v1::EmployerRate& rate, Sheet& sheet) {
  const v1::EmployerFigures& figures = rate.figures();
  sheet.Text(figures.credit_code()).Text(figures.display_name()).Count(figures.industry_class());
  sheet.Sum(FenOf(figures.premiums())).Sum(FenOf(figures.benefits())).Count(figures.new_injuries());
  sheet.Text(PercentText(rate.previous_percent())).Text(PercentText(rate.proposed_percent()));
  sheet.Text(PercentText(rate.percent())).Text(rate.rate_ppm() == 0 ? "" : RateText(rate.rate_ppm()));
  sheet.Text(rate.derivation().zh()).Text(rate.correction_reason()).Text(rate.corrector()).EndRow();
}

void WriteEmployers(lxw_workbook* file, const RatesWorkbook& workbook, const RatesAfter& rates_after) {
  Sheet sheet(file, "费率",
              {{"信用代码", 22},
               {"单位", 36},
               {"类别", 8},
               {"缴费（元）", 16},
               {"待遇（元）", 16},
               {"新发工伤", 10},
               {"上期", 8},
               {"测算", 8},
               {"执行", 8},
               {"费率", 10},
               {"测算依据", 90},
               {"更正理由", 30},
               {"更正人", 40}});
  sheet.Title(absl::StrCat(LastPart(workbook.list.name()), "年度各单位费率"));
  sheet.Headings();
  std::string after;
  for (size_t found = kRatesAtOnce; found == kRatesAtOnce;) {
    const std::vector<v1::EmployerRate> rates = rates_after(after, kRatesAtOnce);
    for (const v1::EmployerRate& rate : rates) WriteEmployer(rate, sheet);
    found = rates.size();
    if (!rates.empty()) after = rates.back().figures().credit_code();
  }
}

std::string ClassesText(const v1::RateBand& band) {
  if (band.classes().empty()) return "各类";
  std::string text;
  for (const int number : band.classes()) absl::StrAppend(&text, text.empty() ? "第" : "、", number);
  return text + "类";
}

void WriteTable(lxw_workbook* file, const RatesWorkbook& workbook) {
  Sheet sheet(file, "费率表", {{"类别", 24}, {"条件", 20}, {"支缴率", 40}, {"为基准费率的", 16}});
  std::string bases;
  for (const v1::ClassRate& rate : workbook.table.classes()) {
    absl::StrAppend(&bases, bases.empty() ? "基准费率：第" : "，第", rate.industry_class(), "类",
                    RateText(rate.base_ppm()));
  }
  sheet.Title(bases);
  sheet.Headings();
  for (const v1::RateBand& band : workbook.table.bands()) {
    const bool any = band.injuries() == v1::INJURY_CONDITION_UNSPECIFIED;
    sheet.Text(ClassesText(band)).Text(ChineseOf(any ? v1::INJURY_CONDITION_ANY : band.injuries()));
    sheet.Text(BandText(band, /*chinese=*/true)).Text(PercentText(band.percent())).EndRow();
  }
}

}  // namespace

absl::StatusOr<std::string> WriteRates(const RatesWorkbook& workbook, const RatesAfter& rates_after) {
  return WriteWorkbook(
      [&](lxw_workbook* file) {
        WriteList(file, workbook);
        WriteEmployers(file, workbook, rates_after);
        WriteTable(file, workbook);
      },
      WorkbookOrder::kRowByRow);
}

}  // namespace lianfang::fund
