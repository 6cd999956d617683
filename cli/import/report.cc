#include "cli/import/report.h"

#include <set>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/text/csv_text.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

constexpr Label kSheet = {"工作表", "SHEET"};
constexpr Label kRow = {"行", "ROW"};
constexpr Label kColumn = {"列", "COLUMN"};
constexpr Label kValue = {"值", "VALUE"};
constexpr Label kRule = {"规则", "RULE"};

bool HasSheets(const std::vector<Fault>& faults) {
  return absl::c_any_of(faults, [](const Fault& fault) { return !fault.sheet_name.empty(); });
}

std::vector<std::string> CellsOf(const Fault& fault, bool sheets, Language language) {
  std::vector<std::string> cells = {absl::StrCat(fault.row), fault.column, fault.value, In(language, fault.rule)};
  if (sheets) cells.insert(cells.begin(), fault.sheet_name);
  return cells;
}

// Left out of the sheet where there is nothing to count.
std::string Count(int count) { return count == 0 ? "" : absl::StrCat(count); }

void AddTexts(const std::vector<std::string>& texts, google::protobuf::Value& list) {
  for (const std::string& text : texts) list.mutable_list_value()->add_values()->set_string_value(text);
}

}  // namespace

int ImportReport::FaultyRows() const {
  std::set<std::pair<size_t, int>> numbers;
  for (const Fault& fault : faults) numbers.emplace(fault.sheet, fault.row);
  return static_cast<int>(numbers.size());
}

std::string ReportText(const ImportReport& report, Language language) {
  Sheet sheet;
  sheet.Add({"文件", "File"}, absl::StrCat(report.file, " (", report.format, ")"));
  sheet.Add({"方案", "Plan"}, report.plan);
  sheet.Add({"未读取的工作表", "Sheets not read"}, absl::StrJoin(report.skipped_sheets, "、"));
  sheet.Add({"数据行", "Rows"}, absl::StrCat(report.rows));
  sheet.Add({"未填写", "Not filled in"}, Count(report.blank));
  sheet.Add({"与已报一致", "Filed already"}, Count(report.unchanged));
  sheet.Add({"检查通过", "Checked"}, absl::StrCat(report.checked));
  sheet.Add({"提示已确认", "Warnings confirmed"}, Count(report.confirmed));
  if (!report.dry_run) sheet.Add({"已报送", "Filed"}, absl::StrCat(report.filed));
  sheet.Add({"有误", "Faulty"}, Count(report.FaultyRows()));
  sheet.Add({"未存的回执", "Receipts not saved"}, absl::StrJoin(report.missing_receipts, "、"));
  if (report.faults.empty()) return sheet.Render(language);

  const bool sheets = HasSheets(report.faults);
  std::vector<Column> columns = {{kRow, Align::kRight}, {kColumn}, {kValue}, {kRule}};
  if (sheets) columns.insert(columns.begin(), {kSheet});
  Table table(std::move(columns));
  for (const Fault& fault : report.faults) table.AddRow(CellsOf(fault, sheets, language));
  return absl::StrCat(sheet.Render(language), "\n", table.Render(language));
}

std::string FaultsCsv(const std::vector<Fault>& faults, Language language) {
  const bool sheets = HasSheets(faults);
  std::vector<std::string> headings;
  if (sheets) headings.emplace_back(kSheet.In(language));
  for (const Label& label : {kRow, kColumn, kValue, kRule}) headings.emplace_back(label.In(language));
  std::string text;
  AppendCsvRow(headings, text);
  for (const Fault& fault : faults) {
    std::vector<std::string> cells = CellsOf(fault, sheets, language);
    for (std::string& cell : cells) cell = HarmlessCell(cell);
    AppendCsvRow(cells, text);
  }
  return text;
}

google::protobuf::Struct ReportStruct(const ImportReport& report) {
  google::protobuf::Struct json;
  auto& fields = *json.mutable_fields();
  fields["file"].set_string_value(report.file);
  fields["format"].set_string_value(report.format);
  fields["plan"].set_string_value(report.plan);
  fields["dryRun"].set_bool_value(report.dry_run);
  fields["rows"].set_number_value(report.rows);
  fields["blank"].set_number_value(report.blank);
  fields["unchanged"].set_number_value(report.unchanged);
  fields["checked"].set_number_value(report.checked);
  fields["confirmed"].set_number_value(report.confirmed);
  fields["filed"].set_number_value(report.filed);
  fields["faulty"].set_number_value(report.FaultyRows());
  AddTexts(report.skipped_sheets, fields["skippedSheets"]);
  AddTexts(report.missing_receipts, fields["missingReceipts"]);
  auto& faults = *fields["faults"].mutable_list_value();
  for (const Fault& fault : report.faults) {
    auto& entry = *faults.add_values()->mutable_struct_value()->mutable_fields();
    if (!fault.sheet_name.empty()) entry["sheet"].set_string_value(fault.sheet_name);
    entry["row"].set_number_value(fault.row);
    entry["column"].set_string_value(fault.column);
    entry["value"].set_string_value(fault.value);
    entry["rule"].set_string_value(fault.rule.zh());
    entry["ruleEn"].set_string_value(In(Language::kEnglish, fault.rule));
  }
  return json;
}

}  // namespace lianfang::cli
