#include "cli/import/testing/xlsx.h"

#include <zip.h>

#include "absl/strings/str_cat.h"

namespace lianfang::cli {
namespace {

constexpr char kMain[] = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr char kRelations[] = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr char kTypes[] = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string Relation(const std::string& id, const std::string& type, const std::string& target) {
  return absl::StrCat("<Relationship Id=\"", id, "\" Type=\"", kTypes, type, "\" Target=\"", target, "\"/>");
}

std::string Relations(const std::string& content) {
  return absl::StrCat("<Relationships xmlns=\"", kRelations, "\">", content, "</Relationships>");
}

}  // namespace

std::string MakeZip(const std::map<std::string, std::string>& files) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : files) {
    const zip_int64_t index =
        zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), 0);
    // OpenDocument's, which readers look for in the archive's first bytes.
    if (name == "mimetype") zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  zip_close(archive);
  zip_source_open(source);
  zip_stat_t stat;
  zip_source_stat(source, &stat);
  std::string bytes(stat.size, '\0');
  zip_source_read(source, bytes.data(), bytes.size());
  zip_source_close(source);
  zip_source_free(source);
  zip_error_fini(&error);
  return bytes;
}

std::map<std::string, std::string> XlsxParts(const std::vector<std::pair<std::string, std::string>>& sheets,
                                             const std::string& strings) {
  std::map<std::string, std::string> parts;
  std::string list;
  std::string relations = absl::StrCat(Relation("strings", "sharedStrings", "sharedStrings.xml"),
                                       Relation("styles", "styles", "/xl/styles.xml"));
  for (size_t i = 0; i < sheets.size(); ++i) {
    const std::string file = absl::StrCat("worksheets/sheet", i, ".xml");
    absl::StrAppend(&list, "<sheet name=\"", sheets[i].first, "\" sheetId=\"", i + 1, "\" r:id=\"s", i, "\"/>");
    absl::StrAppend(&relations, Relation(absl::StrCat("s", i), "worksheet", file));
    parts[absl::StrCat("xl/", file)] = absl::StrCat("<?xml version=\"1.0\" encoding=\"UTF-8\"?><worksheet xmlns=\"",
                                                    kMain, "\">", sheets[i].second, "</worksheet>");
  }
  parts["_rels/.rels"] = Relations(Relation("r", "officeDocument", "xl/workbook.xml"));
  parts["xl/_rels/workbook.xml.rels"] = Relations(relations);
  parts["xl/workbook.xml"] = absl::StrCat("<workbook xmlns=\"", kMain,
                                          "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
                                          "relationships\"><sheets>",
                                          list, "</sheets></workbook>");
  parts["xl/sharedStrings.xml"] = absl::StrCat("<sst xmlns=\"", kMain, "\">", strings, "</sst>");
  parts["xl/styles.xml"] = absl::StrCat("<styleSheet xmlns=\"", kMain,
                                        "\"><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;"
                                        "月&quot;\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                                        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/>"
                                        "</cellXfs></styleSheet>");
  return parts;
}

std::string MakeXlsx(const std::string& rows, const std::string& strings) {
  return MakeZip(XlsxParts({{"S", absl::StrCat("<sheetData>", rows, "</sheetData>")}}, strings));
}

}  // namespace lianfang::cli
