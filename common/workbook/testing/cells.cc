#include "common/workbook/testing/cells.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace lianfang {
namespace {

constexpr char kReader[] = "common/workbook/testing/read_cells.py";
constexpr size_t kLettersOfAlphabet = 26;

std::string Output(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  char buffer[4096];
  for (size_t size; (size = fread(buffer, 1, sizeof buffer, pipe.get())) > 0;) text.append(buffer, size);
  return text;
}

// Escaped backslashes first become a character that no field has.
std::string Unescaped(absl::string_view field) {
  return absl::StrReplaceAll(absl::StrReplaceAll(field, {{"\\\\", "\x01"}}),
                             {{"\\n", "\n"}, {"\\t", "\t"}, {"\x01", "\\"}});
}

std::string LettersOf(absl::string_view reference) {
  return std::string(reference.substr(0, reference.find_first_of("0123456789")));
}

}  // namespace

std::string WorkbookFacts::Cell(absl::string_view sheet, absl::string_view reference) const {
  for (const auto& cell : All("cell", sheet)) {
    if (cell[0] == reference) return absl::StrCat(cell[1], " ", cell[2]);
  }
  return "";
}

std::vector<std::string> WorkbookFacts::Row(absl::string_view sheet, int row) const {
  std::vector<std::string> texts;
  for (const auto& cell : All("cell", sheet)) {
    const std::string letters = LettersOf(cell[0]);
    if (cell[0] != absl::StrCat(letters, row)) continue;
    size_t column = 0;
    for (const char letter : letters) column = column * kLettersOfAlphabet + static_cast<size_t>(letter - 'A') + 1;
    texts.resize(std::max(texts.size(), column));
    texts[column - 1] = cell[2];
  }
  return texts;
}

int WorkbookFacts::RowOf(absl::string_view sheet, absl::string_view text) const {
  for (const auto& cell : All("cell", sheet)) {
    if (LettersOf(cell[0]) == "A" && cell[2] == text) return std::atoi(cell[0].c_str() + 1);
  }
  return 0;
}

std::vector<std::vector<std::string>> WorkbookFacts::All(absl::string_view kind, absl::string_view sheet) const {
  std::vector<std::vector<std::string>> found;
  for (const auto& fact : facts_) {
    if (fact[0] == kind && fact[1] == sheet) found.emplace_back(fact.begin() + 2, fact.end());
  }
  return found;
}

std::vector<std::string> WorkbookFacts::Sheets() const {
  std::vector<std::string> sheets;
  for (const auto& fact : facts_) {
    if (std::find(sheets.begin(), sheets.end(), fact[1]) == sheets.end()) sheets.push_back(fact[1]);
  }
  return sheets;
}

WorkbookFacts ReadFacts(const std::string& workbook) {
  std::string path = std::filesystem::temp_directory_path() / "lianfang-facts-XXXXXX";
  close(mkstemp(path.data()));
  std::ofstream(path, std::ios::binary) << workbook;
  const std::string output = Output(absl::StrCat("python3 ", kReader, " ", path));
  unlink(path.c_str());
  std::vector<std::vector<std::string>> facts;
  for (const absl::string_view line : absl::StrSplit(output, '\n', absl::SkipEmpty())) {
    std::vector<std::string> fields;
    for (const absl::string_view field : absl::StrSplit(line, '\t')) fields.push_back(Unescaped(field));
    if (fields.size() >= 2) facts.push_back(std::move(fields));
  }
  return WorkbookFacts(std::move(facts));
}

}  // namespace lianfang
