// Workbooks for tests, from the XML of their parts: what other programs write, and what none should.
#ifndef LIANFANG_CLI_IMPORT_TESTING_XLSX_H_
#define LIANFANG_CLI_IMPORT_TESTING_XLSX_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace lianfang::cli {

// A zip archive with these files, deflated.
std::string MakeZip(const std::map<std::string, std::string>& files);

// The parts of a workbook: sheets by name, each the content of its `worksheet` element. Shared strings are the `si`
// elements in `strings`; styles are `General` (0), a date (1) and the custom format `yyyy"年"m"月"` (2).
std::map<std::string, std::string> XlsxParts(const std::vector<std::pair<std::string, std::string>>& sheets,
                                             const std::string& strings = "");

// A workbook of one sheet, `S`, with these rows.
std::string MakeXlsx(const std::string& rows, const std::string& strings = "");

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_TESTING_XLSX_H_
