#include "cli/import/xlsx_parts.h"

#include <algorithm>
#include <map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/import/fault.h"
#include "cli/import/xlsx_value.h"
#include "cli/import/xlsx_xml.h"

namespace lianfang::cli {
namespace {

constexpr size_t kMostStyles = 65'536;

absl::Status NoWorkbook() {
  return FileFault("不是 xlsx 工作簿：请在 Excel 或 WPS 中另存为 xlsx", "is no xlsx workbook: save it as xlsx");
}

absl::Status TooMany(absl::string_view zh, absl::string_view en) {
  return FileFault(absl::StrCat("工作簿过大（", zh, "过多）：请只留要报送的内容，另存为 xlsx"),
                   absl::StrCat("the workbook is too large (too many ", en, "): leave in it only what is to be filed"));
}

bool IsTrue(absl::string_view flag) { return flag == "1" || flag == "true"; }

const XlsxRelationship* Find(const std::vector<XlsxRelationship>& relationships, absl::string_view type) {
  const auto found = std::find_if(relationships.begin(), relationships.end(),
                                  [type](const XlsxRelationship& each) { return each.type == type; });
  return found == relationships.end() ? nullptr : &*found;
}

// Of the main part: sheets with the parts that their relationships name.
absl::Status ReadSheetList(XlsxPackage& package, const std::string& part,
                           const std::vector<XlsxRelationship>& relationships, XlsxWorkbook& workbook) {
  XmlEvents events;
  events.start = [&](absl::string_view element, const XmlAttributes& attributes) -> absl::Status {
    if (element == "workbookPr") workbook.since_1904 = IsTrue(attributes.Get("date1904"));
    if (element != "sheet") return absl::OkStatus();
    const absl::string_view id = attributes.Get("id");
    for (const XlsxRelationship& each : relationships) {
      if (each.id != id || each.type != "worksheet") continue;
      const absl::string_view state = attributes.Get("state");
      workbook.sheets.push_back({std::string(attributes.Get("name")), each.part, !state.empty() && state != "visible"});
    }
    if (workbook.sheets.size() > static_cast<size_t>(package.limits().sheets)) return TooMany("工作表", "sheets");
    return absl::OkStatus();
  };
  return ParseXmlPart(package, part, events);
}

// Text of `t` elements, without phonetic guides.
absl::Status ReadStrings(XlsxPackage& package, const std::string& part, std::vector<std::string>& strings) {
  std::string text;
  bool in_text = false;
  bool phonetic = false;
  size_t bytes = 0;
  XmlEvents events;
  events.start = [&](absl::string_view element, const XmlAttributes&) -> absl::Status {
    if (element == "si") text.clear();
    if (element == "rPh") phonetic = true;
    if (element == "t") in_text = !phonetic;
    return absl::OkStatus();
  };
  events.end = [&](absl::string_view element) -> absl::Status {
    if (element == "t") in_text = false;
    if (element == "rPh") phonetic = false;
    if (element != "si") return absl::OkStatus();
    strings.push_back(UnescapeXlsxText(text));
    return strings.size() > static_cast<size_t>(package.limits().strings) ? TooMany("文字", "strings")
                                                                          : absl::OkStatus();
  };
  events.text = [&](absl::string_view piece) -> absl::Status {
    if (!in_text) return absl::OkStatus();
    bytes += piece.size();
    if (bytes > package.limits().string_bytes) return TooMany("文字", "strings");
    absl::StrAppend(&text, piece);
    return absl::OkStatus();
  };
  return ParseXmlPart(package, part, events);
}

absl::Status ReadStyles(XlsxPackage& package, const std::string& part, std::vector<bool>& date_styles) {
  std::map<int, bool> custom;  // formats of the workbook's own, whether they show dates
  bool in_cell_styles = false;
  XmlEvents events;
  events.start = [&](absl::string_view element, const XmlAttributes& attributes) -> absl::Status {
    int id = 0;
    (void)absl::SimpleAtoi(attributes.Get("numFmtId"), &id);  // without one the style is General, which is 0
    if (element == "cellXfs") in_cell_styles = true;
    if (element == "numFmt") custom[id] = IsDateFormat(id, attributes.Get("formatCode"));
    if (element == "xf" && in_cell_styles) {
      const auto found = custom.find(id);
      date_styles.push_back(found == custom.end() ? IsDateFormat(id, "") : found->second);
    }
    const bool many = custom.size() > kMostStyles || date_styles.size() > kMostStyles;
    return many ? TooMany("样式", "styles") : absl::OkStatus();
  };
  events.end = [&](absl::string_view element) -> absl::Status {
    if (element == "cellXfs") in_cell_styles = false;
    return absl::OkStatus();
  };
  return ParseXmlPart(package, part, events);
}

}  // namespace

absl::StatusOr<XlsxWorkbook> ReadXlsxWorkbook(XlsxPackage& package) {
  const auto roots = package.RelationshipsOf("");
  if (!roots.ok()) return roots.status();
  const XlsxRelationship* main = Find(*roots, "officeDocument");
  if (main == nullptr || !package.Has(main->part)) return NoWorkbook();
  const auto relationships = package.RelationshipsOf(main->part);
  if (!relationships.ok()) return relationships.status();

  XlsxWorkbook workbook;
  if (Find(*relationships, "worksheet") == nullptr) return NoWorkbook();
  absl::Status read = ReadSheetList(package, main->part, *relationships, workbook);
  if (const auto* strings = Find(*relationships, "sharedStrings"); read.ok() && strings != nullptr) {
    read = ReadStrings(package, strings->part, workbook.strings);
  }
  if (const auto* styles = Find(*relationships, "styles"); read.ok() && styles != nullptr) {
    read = ReadStyles(package, styles->part, workbook.date_styles);
  }
  if (!read.ok()) return read;
  return workbook;
}

}  // namespace lianfang::cli
