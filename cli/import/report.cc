#include "cli/import/report.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "cli/import/csv.h"
#include "cli/text/table.h"

namespace lianfang::cli {
namespace {

constexpr Label kRow = {"行", "ROW"};
constexpr Label kColumn = {"列", "COLUMN"};
constexpr Label kValue = {"值", "VALUE"};
constexpr Label kRule = {"规则", "RULE"};

std::vector<std::string> CellsOf(const Fault& fault, Language language) {
  return {absl::StrCat(fault.row), fault.column, fault.value, In(language, fault.rule)};
}

// Left out of the sheet where there is nothing to count.
std::string Count(int count) { return count == 0 ? "" : absl::StrCat(count); }

}  // namespace

int ImportReport::FaultyRows() const {
  std::set<int> numbers;
  for (const Fault& fault : faults) numbers.insert(fault.row);
  return static_cast<int>(numbers.size());
}

std::string ReportText(const ImportReport& report, Language language) {
  Sheet sheet;
  sheet.Add({"文件", "File"}, absl::StrCat(report.file, " (", EncodingName(report.encoding), ")"));
  sheet.Add({"方案", "Plan"}, report.plan);
  sheet.Add({"数据行", "Rows"}, absl::StrCat(report.rows));
  sheet.Add({"未填写", "Not filled in"}, Count(report.blank));
  sheet.Add({"与已报一致", "Filed already"}, Count(report.unchanged));
  sheet.Add({"检查通过", "Checked"}, absl::StrCat(report.checked));
  sheet.Add({"提示已确认", "Warnings confirmed"}, Count(report.confirmed));
  if (!report.dry_run) sheet.Add({"已报送", "Filed"}, absl::StrCat(report.filed));
  sheet.Add({"有误", "Faulty"}, Count(report.FaultyRows()));
  if (report.faults.empty()) return sheet.Render(language);

  Table table({{kRow, Align::kRight}, {kColumn}, {kValue}, {kRule}});
  for (const Fault& fault : report.faults) table.AddRow(CellsOf(fault, language));
  return absl::StrCat(sheet.Render(language), "\n", table.Render(language));
}

std::string FaultsCsv(const std::vector<Fault>& faults, Language language) {
  std::string text;
  AppendCsvRow({std::string(kRow.In(language)), std::string(kColumn.In(language)), std::string(kValue.In(language)),
                std::string(kRule.In(language))},
               text);
  for (const Fault& fault : faults) AppendCsvRow(CellsOf(fault, language), text);
  return text;
}

google::protobuf::Struct ReportStruct(const ImportReport& report) {
  google::protobuf::Struct json;
  auto& fields = *json.mutable_fields();
  fields["file"].set_string_value(report.file);
  fields["encoding"].set_string_value(std::string(EncodingName(report.encoding)));
  fields["plan"].set_string_value(report.plan);
  fields["dryRun"].set_bool_value(report.dry_run);
  fields["rows"].set_number_value(report.rows);
  fields["blank"].set_number_value(report.blank);
  fields["unchanged"].set_number_value(report.unchanged);
  fields["checked"].set_number_value(report.checked);
  fields["confirmed"].set_number_value(report.confirmed);
  fields["filed"].set_number_value(report.filed);
  fields["faulty"].set_number_value(report.FaultyRows());
  auto& faults = *fields["faults"].mutable_list_value();
  for (const Fault& fault : report.faults) {
    auto& entry = *faults.add_values()->mutable_struct_value()->mutable_fields();
    entry["row"].set_number_value(fault.row);
    entry["column"].set_string_value(fault.column);
    entry["value"].set_string_value(fault.value);
    entry["rule"].set_string_value(fault.rule.zh());
    entry["ruleEn"].set_string_value(In(Language::kEnglish, fault.rule));
  }
  return json;
}

}  // namespace lianfang::cli
