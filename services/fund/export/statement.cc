#include "services/fund/export/statement.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "common/workbook/cell_size.h"
#include "common/workbook/workbook_file.h"
#include "services/fund/domain/request/names.h"
#include "services/fund/domain/values/days.h"
#include "services/fund/domain/values/money.h"
#include "words/enum_words.h"
#include "words/instant_words.h"

namespace lianfang::fund {
namespace {

constexpr double kTitlePoints = 14;

// One sheet, written row by row: a title across, headings, rows of texts and sums.
class Sheet {
 public:
  Sheet(lxw_workbook* workbook, const char* name, const std::vector<std::pair<std::string, double>>& columns)
      : sheet_(workbook_add_worksheet(workbook, name)),
        title_(workbook_add_format(workbook)),
        heading_(workbook_add_format(workbook)),
        text_(workbook_add_format(workbook)),
        sum_(workbook_add_format(workbook)),
        columns_(columns) {
    format_set_bold(title_);
    format_set_font_size(title_, kTitlePoints);
    for (lxw_format* format : {heading_, text_, sum_}) {
      format_set_border(format, LXW_BORDER_THIN);
      format_set_text_wrap(format);
      format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    }
    format_set_bold(heading_);
    format_set_align(heading_, LXW_ALIGN_CENTER);
    format_set_bg_color(heading_, 0xDDEBF7);
    format_set_num_format(sum_, "#,##0.00");
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, 9);  // A4
    worksheet_fit_to_pages(sheet_, 1, 0);
  }

  void Title(const std::string& title) { worksheet_write_string(sheet_, row_++, 0, title.c_str(), title_); }

  void Headings() {
    for (size_t i = 0; i < columns_.size(); ++i) {
      const auto column = static_cast<lxw_col_t>(i);
      worksheet_set_column(sheet_, column, column, columns_[i].second, nullptr);
      worksheet_write_string(sheet_, row_, column, columns_[i].first.c_str(), heading_);
    }
    worksheet_freeze_panes(sheet_, ++row_, 1);
  }

  Sheet& Text(const std::string& text) {
    worksheet_write_string(sheet_, row_, column_++, text.c_str(), text_);
    texts_.push_back(text);
    return *this;
  }
  // Of fen, exact in a double up to 10^15.
  Sheet& Sum(int64_t fen) {
    worksheet_write_number(sheet_, row_, column_++, static_cast<double>(fen) / 100, sum_);
    texts_.emplace_back();
    return *this;
  }
  void EndRow() {
    std::vector<double> widths;
    for (size_t i = 0; i < texts_.size(); ++i) widths.push_back(columns_[i].second);
    worksheet_set_row(sheet_, row_++, RowHeight(texts_, widths), nullptr);
    texts_.clear();
    column_ = 0;
  }

 private:
  lxw_worksheet* sheet_;
  lxw_format* title_;
  lxw_format* heading_;
  lxw_format* text_;
  lxw_format* sum_;
  const std::vector<std::pair<std::string, double>> columns_;
  lxw_row_t row_ = 0;
  lxw_col_t column_ = 0;
  std::vector<std::string> texts_;  // of the row being written
};

template <typename Elements>
std::string NameIn(const Elements& elements, const std::string& id) {
  for (const auto& element : elements) {
    if (element.id() == id && !element.names().zh().empty()) return element.names().zh();
  }
  return id;
}

std::string DateText(const google::type::Date& date) { return date.year() == 0 ? "" : FormatDay(DayOf(date)); }

void BudgetRow(Sheet& sheet, const std::string& purpose, int64_t amount, int64_t committed, int64_t paid) {
  sheet.Text(purpose).Sum(amount).Sum(committed).Sum(paid).Sum(amount - committed).EndRow();
}

void WriteBudget(lxw_workbook* workbook, const Statement& statement) {
  const v1::Budget& budget = statement.budget;
  Sheet sheet(workbook, "预算执行",
              {{"用途", 24}, {"预算（元）", 18}, {"已立项（元）", 18}, {"已支付（元）", 18}, {"余额（元）", 18}});
  sheet.Title(absl::StrCat(statement.plan.title().zh(), "：", statement.year, "年度工伤预防费决算"));
  sheet.Headings();
  for (const v1::BudgetShare& share : budget.shares()) {
    BudgetRow(sheet, NameIn(statement.plan.fund().purposes(), share.purpose()), FenOf(share.amount()),
              FenOf(share.committed()), FenOf(share.paid()));
  }
  BudgetRow(sheet, "合计", FenOf(budget.amount()), FenOf(budget.committed()), FenOf(budget.paid()));
  sheet.Title(absl::StrCat("上年度征缴收入 ", FenText(FenOf(budget.collection())), " 元，预算上限 ",
                           FenText(FenOf(budget.cap())), " 元；批复：", budget.approval().authority(), " ",
                           budget.approval().number()));
  for (const v1::BudgetException& exception : budget.exceptions()) {
    sheet.Title(absl::StrCat("例外：", ChineseOf(exception.kind()), "，依据 ", exception.approval().authority(), " ",
                             exception.approval().number()));
  }
}

void WriteProjects(lxw_workbook* workbook, const Statement& statement) {
  Sheet sheet(workbook, "项目",
              {{"项目", 20},
               {"名称", 36},
               {"用途", 12},
               {"部门", 20},
               {"申请单位", 24},
               {"状态", 12},
               {"申请金额（元）", 16},
               {"立项金额（元）", 16},
               {"合同金额（元）", 16},
               {"预付（元）", 16},
               {"决算（元）", 16},
               {"承担机构", 28},
               {"采购方式", 14},
               {"合同期", 24}});
  sheet.Title(absl::StrCat(statement.year, "年度工伤预防项目"));
  sheet.Headings();
  for (const v1::Project& project : statement.projects) {
    const v1::Proposal& proposal = project.proposal();
    const v1::Contract& contract = project.contract();
    const auto provider = statement.providers.find(contract.provider());
    std::string way = contract.procurement_way();
    for (const auto& rule : statement.plan.fund().procurement()) {
      if (rule.way() == way) way = rule.names().zh();
    }
    sheet.Text(LastPart(project.name())).Text(proposal.title());
    sheet.Text(NameIn(statement.plan.fund().purposes(), proposal.purpose()));
    sheet.Text(NameIn(statement.plan.departments(), proposal.department()));
    sheet.Text(proposal.applicant().display_name()).Text(ChineseOf(project.state()));
    sheet.Sum(FenOf(proposal.amount())).Sum(FenOf(project.approved_amount())).Sum(FenOf(contract.amount()));
    sheet.Sum(FenOf(project.advance())).Sum(FenOf(project.settled_amount()));
    sheet.Text(provider == statement.providers.end() ? "" : provider->second).Text(way);
    sheet.Text(project.has_contract()
                   ? absl::StrCat(DateText(contract.start_date()), " 至 ", DateText(contract.end_date()))
                   : "");
    sheet.EndRow();
  }
}

// The trail before, during and after.
void WriteTrail(lxw_workbook* workbook, const Statement& statement) {
  Sheet sheet(workbook, "过程记录",
              {{"项目", 20},
               {"序号", 8},
               {"步骤", 18},
               {"此后状态", 14},
               {"时间", 20},
               {"经办", 44},
               {"说明", 44},
               {"文件", 44}});
  sheet.Title(absl::StrCat(statement.year, "年度项目全过程记录"));
  sheet.Headings();
  const absl::TimeZone zone = ZoneOf(statement.plan);
  for (const v1::Project& project : statement.projects) {
    for (const v1::ProjectEvent& event : project.events()) {
      std::string documents;
      const auto& kept = event.has_step() ? event.step().documents() : project.documents();
      for (const v1::Document& document : kept) {
        absl::StrAppend(&documents, documents.empty() ? "" : "\n", document.title(), " ", document.number());
      }
      std::string note = event.step().note();
      if (event.step().has_visit()) absl::StrAppend(&note, note.empty() ? "" : "\n", event.step().visit().finding());
      sheet.Text(LastPart(project.name())).Text(absl::StrCat(event.number())).Text(ChineseOf(event.kind()));
      sheet.Text(ChineseOf(event.state())).Text(InstantText(event.time(), zone)).Text(event.actor());
      sheet.Text(note).Text(documents).EndRow();
    }
  }
}

}  // namespace

absl::StatusOr<std::string> WriteStatement(const Statement& statement) {
  return WriteWorkbook([&statement](lxw_workbook* workbook) {
    WriteBudget(workbook, statement);
    WriteProjects(workbook, statement);
    WriteTrail(workbook, statement);
  });
}

}  // namespace lianfang::fund
