// The first sheet: the table of the notice's 附件 2, industries down, indicators across, with the verdicts.
#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/evaluation/domain/verdict/summary.h"
#include "services/evaluation/export/sheets.h"
#include "words/enum_words.h"
#include "words/instant_words.h"
#include "words/result_words.h"

namespace lianfang::evaluation {
namespace {

constexpr lxw_row_t kHeadingRow = 3;  // of two
constexpr lxw_row_t kFirstRow = 5;
constexpr lxw_col_t kFirstIndicator = 2;  // after the industry and the department

const char* const kValueHeadings[] = {"基数", "界限", "实际", "结论"};
constexpr double kValueWidths[] = {7, 9, 7, 10};  // narrow: the whole table is to be read on a printed A4 page
constexpr lxw_col_t kValues = std::size(kValueHeadings);
static_assert(kValues == std::size(kValueWidths));

// Writes the table; its steps are called in order.
class ResultTable {
 public:
  ResultTable(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content)
      : content_(content), card_(content.scorecard), sheet_(workbook, styles, "评估结果") {
    for (const type::v1::Indicator& indicator : content.plan.indicators()) {
      const bool judged = std::any_of(card_.results().begin(), card_.results().end(),
                                      [&](const v1::Result& result) { return result.indicator() == indicator.id(); });
      if (judged) indicators_.push_back(&indicator);
    }
    last_column_ = static_cast<lxw_col_t>(kFirstIndicator + kValues * indicators_.size());
  }

  void Write() {
    WriteTitle();
    WriteHeadings();
    lxw_row_t row = kFirstRow;
    for (const v1::IndustrySummary& industry : card_.industries()) WriteIndustry(row++, industry);
    for (const std::string& total : TotalIds()) WriteTotal(row++, total);
    sheet_.ColourStatuses(kFirstRow, kFirstIndicator, row - 1, last_column_);
    WriteNotes(row + 1);
    SetWidths();
    sheet_.Freeze(kFirstRow, kFirstIndicator);
    sheet_.Finish();
  }

 private:
  lxw_col_t ColumnOf(size_t indicator) const { return static_cast<lxw_col_t>(kFirstIndicator + kValues * indicator); }

  void WriteTitle() {
    sheet_.Merge(0, 0, last_column_, absl::StrCat(card_.plan_title().zh(), "目标评估表"), sheet_.styles().title);
    sheet_.Merge(
        1, 0, last_column_,
        absl::StrCat("地区：", RegionText(content_.plan, card_.name().substr(card_.name().find("/regions/") + 9, 6)),
                     "　目标年度：", card_.period_names().zh(), "　方案版次：第 ", card_.plan_edition(),
                     " 版　评估时点：", DeadlineText(card_.as_of(), ZoneOf(content_.plan)), "　总结论：",
                     ChineseOf(card_.summary().status())),
        sheet_.styles().note);
  }

  void SetWidths() {
    sheet_.SetWidth(0, 0, 16);
    sheet_.SetWidth(1, 1, 18);
    for (lxw_col_t column = kFirstIndicator; column < last_column_; ++column) {
      sheet_.SetWidth(column, column, kValueWidths[(column - kFirstIndicator) % kValues]);
    }
    sheet_.SetWidth(last_column_, last_column_, 10);
  }

  void WriteHeadings() {
    lxw_format* const style = sheet_.styles().heading;
    worksheet_merge_range(sheet_.handle(), kHeadingRow, 0, kHeadingRow + 1, 0, "行业", style);
    worksheet_merge_range(sheet_.handle(), kHeadingRow, 1, kHeadingRow + 1, 1, "责任部门", style);
    for (size_t i = 0; i < indicators_.size(); ++i) {
      const lxw_col_t first = ColumnOf(i);
      const std::string unit = indicators_[i]->unit().zh();
      sheet_.Merge(kHeadingRow, first, static_cast<lxw_col_t>(first + kValues - 1),
                   absl::StrCat(indicators_[i]->names().zh(), unit.empty() ? "" : absl::StrCat("（", unit, "）")),
                   style);
      for (lxw_col_t value = 0; value < kValues; ++value) {
        sheet_.Write(kHeadingRow + 1, static_cast<lxw_col_t>(first + value), kValueHeadings[value], style);
      }
    }
    worksheet_merge_range(sheet_.handle(), kHeadingRow, last_column_, kHeadingRow + 1, last_column_, "行业结论", style);
  }

  template <typename Results>
  void WriteResults(lxw_row_t row, const Results& results, const std::string& industry) {
    for (size_t i = 0; i < indicators_.size(); ++i) {
      const lxw_col_t first = ColumnOf(i);
      const auto found = std::find_if(results.begin(), results.end(), [&](const v1::Result& result) {
        return result.industry() == industry && result.indicator() == indicators_[i]->id();
      });
      if (found == results.end()) {
        for (lxw_col_t value = 0; value < kValues; ++value) {
          sheet_.Write(row, static_cast<lxw_col_t>(first + value), "/");
        }
        continue;
      }
      sheet_.WriteValue(row, first, found->baseline().text());
      sheet_.Write(row, static_cast<lxw_col_t>(first + 1), BoundText(*found));
      sheet_.WriteValue(row, static_cast<lxw_col_t>(first + 2), found->actual().text());
      sheet_.Write(row, static_cast<lxw_col_t>(first + 3), StatusWords(*found).zh());
    }
  }

  void WriteIndustry(lxw_row_t row, const v1::IndustrySummary& industry) {
    sheet_.Write(row, 0, industry.names().zh().empty() ? industry.industry() : industry.names().zh());
    sheet_.Write(row, 1, DepartmentText(content_.plan, industry.department()));
    WriteResults(row, card_.results(), industry.industry());
    sheet_.Write(row, last_column_, ChineseOf(industry.summary().status()));
  }

  // One, or one for every set of industries that targets of their own speak of.
  std::vector<std::string> TotalIds() const {
    std::vector<std::string> ids;
    for (const v1::Result& total : card_.totals()) {
      if (std::find(ids.begin(), ids.end(), total.industry()) == ids.end()) ids.push_back(total.industry());
    }
    return ids;
  }

  void WriteTotal(lxw_row_t row, const std::string& id) {
    std::vector<v1::ResultStatus> statuses;
    for (const v1::Result& total : card_.totals()) {
      if (total.industry() != id) continue;
      sheet_.Write(row, 0, total.industry_names().zh());
      statuses.push_back(total.status());
    }
    sheet_.Write(row, 1, "");
    WriteResults(row, card_.totals(), id);
    sheet_.Write(row, last_column_, ChineseOf(Summarize(statuses).status()));
  }

  void WriteNotes(lxw_row_t row) {
    const bool by_totals = card_.verdict_basis() == type::v1::VERDICT_BASIS_SUM_OF_INDUSTRIES;
    sheet_.Merge(row++, 0, last_column_,
                 by_totals ? "评判口径：各行业数据合计达标即为达标；各行业结论一并列示。"
                           : "评判口径：各行业分别达标方为达标；合计一并列示。",
                 sheet_.styles().note);
    for (const auto* results : {&card_.results(), &card_.totals()}) {
      for (const v1::Result& result : *results) WriteNote(row, result);
    }
  }

  // What a verdict means in numbers, and why it is not simply final; nothing where there is nothing to say.
  void WriteNote(lxw_row_t& row, const v1::Result& result) {
    std::vector<std::string> parts;
    for (const std::string& part : {result.margin_text().zh(), result.reason().zh()}) {
      if (!part.empty()) parts.push_back(part);
    }
    if (parts.empty()) return;
    sheet_.Merge(row++, 0, last_column_,
                 absl::StrCat(result.industry_names().zh(), " ", result.indicator_names().zh(), "：",
                              absl::StrJoin(parts, "；")),
                 sheet_.styles().note);
  }

  const WorkbookContent& content_;
  const v1::Scorecard& card_;
  Sheet sheet_;
  std::vector<const type::v1::Indicator*> indicators_;  // those judged
  lxw_col_t last_column_ = 0;
};

}  // namespace

void WriteResultSheet(lxw_workbook* workbook, const Styles& styles, const WorkbookContent& content) {
  ResultTable(workbook, styles, content).Write();
}

}  // namespace lianfang::evaluation
