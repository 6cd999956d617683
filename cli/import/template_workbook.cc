#include "cli/import/template_workbook.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "cli/import/cell.h"
#include "cli/import/header.h"
#include "common/code_points.h"
#include "common/time.h"
#include "common/workbook/cell_size.h"
#include "common/workbook/workbook_file.h"

namespace lianfang::cli {
namespace {

using submission::v1::Obligation;

constexpr lxw_row_t kTitleRow = 0;
constexpr lxw_row_t kSubtitleRow = 1;
constexpr lxw_row_t kHintRow = 2;
constexpr lxw_row_t kHeaderRow = 3;
constexpr lxw_row_t kFirstRow = 4;
constexpr uint8_t kA4 = 9;
constexpr size_t kLongestPromptTitle = 32;  // characters, as spreadsheet programs allow
constexpr size_t kLongestPrompt = 255;

constexpr char kHint[] =
    "只填白色单元格。没有发生填 0；不存在填“不适用：原因”；“—”表示不要求填。整行都为零、都不适用或暂时没有数据的，"
    "可在“填报情况”中选，数据留空（选“不适用”须在备注写明原因，选“暂缺”则该行暂不报送）。";

// The formats of one workbook, which owns them.
struct Formats {
  explicit Formats(lxw_workbook* workbook)
      : title(Add(workbook)),
        note(Add(workbook)),
        heading(Bordered(workbook)),
        given(Bordered(workbook)),
        not_asked(Bordered(workbook)),
        id(Bordered(workbook)),
        number(Bordered(workbook)),
        text(Bordered(workbook)) {
    format_set_bold(title);
    format_set_font_size(title, 16);
    format_set_align(title, LXW_ALIGN_CENTER);
    format_set_align(title, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(note);
    format_set_align(note, LXW_ALIGN_VERTICAL_CENTER);
    format_set_bold(heading);
    format_set_align(heading, LXW_ALIGN_CENTER);
    format_set_bg_color(heading, 0xDDEBF7);
    for (lxw_format* locked : {given, not_asked, id}) format_set_bg_color(locked, 0xF2F2F2);
    format_set_align(not_asked, LXW_ALIGN_CENTER);
    format_set_font_color(id, 0x808080);
    format_set_font_size(id, 9);
    format_set_num_format(number, "#,##0");
    format_set_align(number, LXW_ALIGN_RIGHT);
    for (lxw_format* open : {number, text}) format_set_unlocked(open);
  }

  lxw_format* title;
  lxw_format* note;
  lxw_format* heading;
  lxw_format* given;
  lxw_format* not_asked;
  lxw_format* id;
  lxw_format* number;  // to be filled in, as is the text
  lxw_format* text;

 private:
  static lxw_format* Add(lxw_workbook* workbook) { return workbook_add_format(workbook); }

  static lxw_format* Bordered(lxw_workbook* workbook) {
    lxw_format* format = Add(workbook);
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, 0xA6A6A6);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    format_set_text_wrap(format);
    return format;
  }
};

std::string Cut(absl::string_view text, size_t most) {
  std::string kept;
  size_t count = 0;
  ForEachCodePoint(text, [&](char32_t c) {
    if (++count <= most) AppendCodePoint(c, kept);
  });
  return kept;
}

std::string DepartmentName(const type::v1::Plan& plan, const std::string& id) {
  const auto found = absl::c_find_if(plan.departments(), [&id](const auto& each) { return each.id() == id; });
  return found == plan.departments().end() || found->names().zh().empty() ? id : found->names().zh();
}

// One sheet: the obligations of a period.
class PeriodSheet {
 public:
  PeriodSheet(lxw_workbook* workbook, const Formats& formats, const std::string& name, const TemplateWords& words,
              const type::v1::Plan& plan, const ObligationList& obligations)
      : sheet_(workbook_add_worksheet(workbook, name.c_str())),
        formats_(formats),
        words_(words),
        plan_(plan),
        obligations_(obligations),
        figures_(words.FiguresAskedFor(obligations)) {
    for (const Field field : {Field::kRegion, Field::kIndustry, Field::kChoice}) AddColumn(field);
    first_figure_ = headings_.size();
    for (const auto* figure : figures_) headings_.push_back(words.FigureWithUnit(*figure));
    for (const Field field :
         {Field::kNote, Field::kCorrectionReason, Field::kWarningConfirmation, Field::kPeriod, Field::kObligation}) {
      AddColumn(field);
    }
  }

  void Write() {
    widths_ = Widths();
    for (size_t i = 0; i < widths_.size(); ++i) {
      worksheet_set_column(sheet_, Column(i), Column(i), widths_[i], nullptr);
    }
    WriteTop();
    for (int i = 0; i < obligations_.size(); ++i) WriteRow(kFirstRow + static_cast<lxw_row_t>(i), obligations_[i]);
    Validate();
    SetUp();
  }

 private:
  static lxw_col_t Column(size_t index) { return static_cast<lxw_col_t>(index); }

  size_t ColumnOf(Field field) const { return columns_.at(field); }

  void AddColumn(Field field) {
    columns_[field] = headings_.size();
    headings_.emplace_back(HeadingOf(field).In(words_.language()));
  }

  // The last two columns are for the program: they are not printed.
  lxw_col_t LastPrinted() const { return Column(headings_.size() - 3); }
  lxw_row_t LastRow() const { return kFirstRow + static_cast<lxw_row_t>(obligations_.size()) - 1; }

  std::vector<double> Widths() const {
    std::vector<double> widths(headings_.size(), 13);
    std::vector<std::string> regions;
    std::vector<std::string> industries;
    std::vector<std::string> ids;
    for (const Obligation& obligation : obligations_) {
      regions.push_back(words_.Region(obligation.region()));
      industries.push_back(words_.Industry(obligation.industry()));
      ids.push_back(obligation.name());
    }
    widths[0] = ColumnWidth(regions, 10, 20);
    widths[1] = ColumnWidth(industries, 14, 30);
    for (size_t i = 0; i < figures_.size(); ++i) {
      widths[first_figure_ + i] = std::max(11.0, ColumnWidth({headings_[first_figure_ + i]}, 0, 30) / 2);
    }
    widths[ColumnOf(Field::kNote)] = 26;
    widths[ColumnOf(Field::kCorrectionReason)] = 18;
    widths[ColumnOf(Field::kWarningConfirmation)] = 18;
    widths.back() = ColumnWidth(ids, 20, 50);
    return widths;
  }

  void WriteTop() {
    const std::string period = words_.Period(obligations_[0].period());
    const std::string title =
        absl::StrCat(plan_.title().zh().empty() ? plan_.name() : plan_.title().zh(), "数据报送表（", period, "）");
    Merge(kTitleRow, title, formats_.title, 16);
    Merge(kSubtitleRow, absl::StrCat("填报部门：", Departments(), "　　截止时间：", DueText()), formats_.note, 11);
    Merge(kHintRow, kHint, formats_.note, 11);
    for (size_t i = 0; i < headings_.size(); ++i) Text(kHeaderRow, i, headings_[i], formats_.heading);
    worksheet_set_row(sheet_, kHeaderRow, RowHeight(headings_, widths_) + 4, nullptr);
  }

  // Over the columns that are printed; as high as its text needs.
  void Merge(lxw_row_t row, const std::string& text, lxw_format* format, double points) {
    worksheet_merge_range(sheet_, row, 0, row, LastPrinted(), text.c_str(), format);
    double width = 0;
    for (size_t i = 0; i <= LastPrinted(); ++i) width += widths_[i];
    const double scale = points / 11;
    worksheet_set_row(sheet_, row, RowHeight(WrappedLines(text, width / scale)) * scale, nullptr);
  }

  std::string Departments() const {
    std::set<std::string> names;
    for (const Obligation& obligation : obligations_) names.insert(DepartmentName(plan_, obligation.department()));
    return absl::StrJoin(names, "、");
  }

  std::string DueText() const {
    const auto zone = LoadZone(plan_.time_zone());
    absl::Time first = absl::InfiniteFuture();
    absl::Time last = absl::InfinitePast();
    for (const Obligation& obligation : obligations_) {
      const absl::Time due = FromTimestamp(obligation.due_time());
      first = std::min(first, due);
      last = std::max(last, due);
    }
    const auto text = [&zone](absl::Time due) {
      // Due is the first instant that is too late; people name the last one in time.
      return absl::FormatTime("%Y年%-m月%-d日 %H:%M", due - absl::Seconds(1), zone.ok() ? *zone : absl::UTCTimeZone());
    };
    return first == last ? absl::StrCat(text(first), " 前")
                         : absl::StrCat(text(first), " 至 ", text(last), "（各行不同）");
  }

  void Text(lxw_row_t row, size_t column, const std::string& text, lxw_format* format) {
    worksheet_write_string(sheet_, row, Column(column), text.c_str(), format);
  }

  void WriteRow(lxw_row_t row, const Obligation& obligation) {
    Text(row, ColumnOf(Field::kRegion), words_.Region(obligation.region()), formats_.given);
    Text(row, ColumnOf(Field::kIndustry), words_.Industry(obligation.industry()), formats_.given);
    for (size_t i = 0; i < figures_.size(); ++i) {
      WriteFigure(row, first_figure_ + i, words_.Cell(obligation, figures_[i]->id()));
    }
    for (const Field field : {Field::kChoice, Field::kNote, Field::kCorrectionReason, Field::kWarningConfirmation}) {
      worksheet_write_blank(sheet_, row, Column(ColumnOf(field)), formats_.text);
    }
    Text(row, ColumnOf(Field::kPeriod), words_.Period(obligation.period()), formats_.id);
    Text(row, ColumnOf(Field::kObligation), obligation.name(), formats_.id);
    worksheet_set_row(
        sheet_, row,
        RowHeight({words_.Region(obligation.region()), words_.Industry(obligation.industry())}, widths_) + 4, nullptr);
  }

  void WriteFigure(lxw_row_t row, size_t column, const std::string& cell) {
    int64_t number = 0;
    if (cell == kNotAsked) {
      Text(row, column, cell, formats_.not_asked);
    } else if (cell.empty()) {
      worksheet_write_blank(sheet_, row, Column(column), formats_.number);
    } else if (absl::SimpleAtoi(cell, &number)) {
      worksheet_write_number(sheet_, row, Column(column), static_cast<double>(number), formats_.number);
    } else {
      Text(row, column, cell, formats_.text);
    }
  }

  void Validate() {
    for (size_t i = 0; i < figures_.size(); ++i) ValidateFigure(first_figure_ + i, *figures_[i]);

    std::vector<std::string> words;
    for (const Choice choice : kChoices) words.emplace_back(WordFor(choice).In(words_.language()));
    std::vector<const char*> list;
    for (const std::string& word : words) list.push_back(word.c_str());
    list.push_back(nullptr);
    lxw_data_validation rule = {};
    rule.validate = LXW_VALIDATION_TYPE_LIST;
    rule.value_list = const_cast<char**>(list.data());
    rule.error_title = const_cast<char*>("填报情况");
    rule.error_message = const_cast<char*>("请从下拉列表中选择。");
    const lxw_col_t column = Column(ColumnOf(Field::kChoice));
    worksheet_data_validation_range(sheet_, kFirstRow, column, LastRow(), column, &rule);
  }

  void ValidateFigure(size_t index, const type::v1::Figure& figure) {
    const lxw_col_t column = Column(index);
    const std::string bounds = absl::StrCat(figure.minimum(), " 至 ", figure.maximum(), " 的整数");
    std::string title = Cut(figure.names().zh(), kLongestPromptTitle);
    std::string prompt = Cut(absl::StrCat("单位：", figure.unit().zh(), "\n", bounds, "。没有发生填 0",
                                          figure.may_be_not_applicable() ? "；不存在填“不适用：原因”。" : "。"),
                             kLongestPrompt);
    std::string error = Cut(
        absl::StrCat("须为 ", bounds, figure.may_be_not_applicable() ? "，或“不适用：原因”。" : "。"), kLongestPrompt);
    char cell[LXW_MAX_CELL_NAME_LENGTH];
    lxw_rowcol_to_cell(cell, kFirstRow, column);
    std::string formula =
        absl::StrCat("=OR(AND(ISNUMBER(", cell, "),", cell, "=INT(", cell, "),", cell, ">=", figure.minimum(), ",",
                     cell, "<=", figure.maximum(), "),LEFT(", cell, ",3)=\"不适用\")");
    lxw_data_validation rule = {};
    if (figure.may_be_not_applicable()) {
      rule.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
      rule.value_formula = formula.data();
    } else {
      rule.validate = LXW_VALIDATION_TYPE_INTEGER;
      rule.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
      rule.minimum_number = static_cast<double>(figure.minimum());
      rule.maximum_number = static_cast<double>(figure.maximum());
    }
    rule.input_title = title.data();
    rule.input_message = prompt.data();
    rule.error_title = title.data();
    rule.error_message = error.data();
    worksheet_data_validation_range(sheet_, kFirstRow, column, LastRow(), column, &rule);
  }

  void SetUp() {
    worksheet_freeze_panes(sheet_, kFirstRow, 2);
    worksheet_set_landscape(sheet_);
    worksheet_set_paper(sheet_, kA4);
    worksheet_fit_to_pages(sheet_, 1, 0);
    worksheet_repeat_rows(sheet_, kHeaderRow, kHeaderRow);
    worksheet_print_area(sheet_, 0, 0, LastRow(), LastPrinted());
    worksheet_set_footer(sheet_,
                         "&L填报人：　　　　　审核人：　　　　　负责人：　　　　　单位（盖章）：&R第 &P 页，共 &N 页");
    lxw_protection allowed = {};
    allowed.format_columns = LXW_TRUE;
    allowed.format_rows = LXW_TRUE;
    worksheet_protect(sheet_, nullptr, &allowed);
  }

  lxw_worksheet* const sheet_;
  const Formats& formats_;
  const TemplateWords& words_;
  const type::v1::Plan& plan_;
  const ObligationList& obligations_;
  const std::vector<const type::v1::Figure*> figures_;
  std::vector<std::string> headings_;
  std::map<Field, size_t> columns_;
  size_t first_figure_ = 0;
  std::vector<double> widths_;
};

// How the sheets are to be filled in: no table in it looks like a header of returns.
void WriteInstructions(lxw_workbook* workbook, const Formats& formats, const std::string& name) {
  lxw_worksheet* sheet = workbook_add_worksheet(workbook, name.c_str());
  constexpr double kWidth = 90;
  worksheet_set_column(sheet, 0, 0, kWidth, nullptr);
  worksheet_write_string(sheet, 0, 0, "填报说明", formats.title);
  worksheet_set_row(sheet, 0, 27, nullptr);
  const std::string lines[] = {
      "1. 每个数据年度一张工作表，每行是一项报送任务。灰色单元格不要改动；白色单元格填写。",
      "2. 数据填整数，不带单位和小数。没有发生填 0；指标不存在填“不适用：原因”；“—”表示该任务不要求此指标。",
      "3. “填报情况”是整行的选择，可不选：据实填报——以各单元格为准（不选也是）；全部为零——各项都报 0；"
      "不适用——各项都不存在，原因写在备注；暂缺——暂时没有数据，该行不报送。",
      "4. 更正已报送的数据须填“更正原因”。系统提示数据异常而数据属实的，在“提示确认说明”中说明。",
      "5. 填好后保存，由联络员导入；导入前会逐格检查，有误的单元格会连同原因指出来，改正后可再次导入，不会重复报送。",
      "6. 请保存为 xlsx。不要合并单元格，不要改动表头。"};
  lxw_row_t row = 1;
  for (const std::string& line : lines) {
    worksheet_write_string(sheet, row, 0, line.c_str(), formats.note);
    worksheet_set_row(sheet, row++, RowHeight(WrappedLines(line, kWidth)) + 6, nullptr);
  }
  worksheet_set_paper(sheet, kA4);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_protect(sheet, nullptr, nullptr);
}

}  // namespace

absl::StatusOr<std::string> TemplateWorkbook(const TemplateWords& words, const type::v1::Plan& plan,
                                             const ObligationList& obligations) {
  std::vector<std::string> ids;
  for (const auto& period : plan.periods()) ids.push_back(period.id());
  for (const Obligation& obligation : obligations) {  // of a period that an amendment took away, too
    if (!absl::c_linear_search(ids, obligation.period())) ids.push_back(obligation.period());
  }
  std::vector<std::pair<std::string, ObligationList>> periods;
  for (const std::string& id : ids) {
    ObligationList owed;
    for (const Obligation& obligation : obligations) {
      if (obligation.period() == id) *owed.Add() = obligation;
    }
    if (!owed.empty()) periods.emplace_back(id, std::move(owed));
  }
  return WriteWorkbook([&](lxw_workbook* workbook) {
    const Formats formats(workbook);
    std::vector<std::string> names;
    for (const auto& [period, owed] : periods) {
      names.push_back(SheetName(words.Period(period), names));
      PeriodSheet(workbook, formats, names.back(), words, plan, owed).Write();
    }
    WriteInstructions(workbook, formats, SheetName("填报说明", names));
  });
}

}  // namespace lianfang::cli
