#include "cli/records/record_mapping.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/import/fault.h"
#include "cli/import/spelling.h"
#include "cli/records/heading_words.h"
#include "cli/records/record_fields.h"
#include "cli/text/enums.h"

namespace lianfang::cli {
namespace {

using exchange::v1::RecordKind;

constexpr int kSure = 60;
constexpr int kHeaderRows = 50;

// One line, applied to the mapping.
class Line {
 public:
  Line(int number, absl::string_view text, RecordMapping& mapping)
      : number_(number), text_(Trimmed(text)), mapping_(mapping) {}

  absl::Status Apply() {
    if (text_.empty() || text_.front() == '#') return absl::OkStatus();
    const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(text_, absl::MaxSplits(' ', 1));
    const absl::string_view word = parts.first;
    const absl::string_view rest = Trimmed(parts.second);
    if (rest.empty()) return Wrong();
    if (word == "ignore") return mapping_.ignored.insert(Spelling(rest)), absl::OkStatus();
    if (word == "skip") return mapping_.skipped.insert(Spelling(rest)), absl::OkStatus();
    if (word == "kind") return SetKind(rest);
    // The last sign counts: headings may have one of their own, paths have none.
    const size_t sign = rest.rfind('=');
    if (sign == absl::string_view::npos) return Wrong();
    const std::string left(Trimmed(rest.substr(0, sign))), right(Trimmed(rest.substr(sign + 1)));
    if (left.empty() || right.empty()) return Wrong();
    if (word == "column") return Keep(mapping_.columns, Spelling(left), right, right);
    if (word == "constant") return Keep(mapping_.constants, left, right, left);
    if (word == "reason") return Keep(mapping_.reasons, left, right, left);
    if (word == "value") return SetWord(left, right);
    return Wrong();
  }

 private:
  absl::Status SetKind(absl::string_view text) {
    const auto kind = ParseEnum<RecordKind>(text);
    if (!kind.ok()) return Wrong();
    if (mapping_.kind != exchange::v1::RECORD_KIND_UNSPECIFIED && mapping_.kind != *kind) {
      return FileFault(absl::StrCat("第 ", number_, " 行：映射文件的类别与指定的不同"),
                       absl::StrCat("line ", number_, ": the mapping is for another kind than was asked for"));
    }
    mapping_.kind = *kind;
    return absl::OkStatus();
  }

  absl::Status Keep(std::map<std::string, std::string>& values, const std::string& key, const std::string& value,
                    const std::string& path) {
    if (mapping_.kind == exchange::v1::RECORD_KIND_UNSPECIFIED) {
      return FileFault("映射文件没有写明类别：请在首行写 kind，或用 --kind 指定",
                       "the mapping names no kind: begin it with a `kind` line, or give --kind");
    }
    if (FieldsAt(mapping_.kind, path).empty()) {
      return FileFault(absl::StrCat("第 ", number_, " 行：该类别没有字段 ", path),
                       absl::StrCat("line ", number_, ": the kind has no field ", path));
    }
    if (values.emplace(key, value).second) return absl::OkStatus();
    return FileFault(absl::StrCat("第 ", number_, " 行：重复的映射"),
                     absl::StrCat("line ", number_, ": is there twice"));
  }

  absl::Status SetWord(const std::string& left, const std::string& right) {
    const std::pair<std::string, std::string> parts = absl::StrSplit(left, absl::MaxSplits(' ', 1));
    const std::string word = Spelling(parts.second);
    if (word.empty()) return Wrong();
    return Keep(mapping_.words[parts.first], word, right, parts.first);
  }

  absl::Status Wrong() const {
    return FileFault(absl::StrCat("第 ", number_, " 行：看不懂：", text_),
                     absl::StrCat("line ", number_, ": is not understood: ", text_));
  }

  const int number_;
  const absl::string_view text_;
  RecordMapping& mapping_;
};

// How many of the cells look like what the path holds; -1 where that cannot be told from a cell.
int PartOfCells(const std::string& path, size_t column, const std::vector<FileRow>& rows) {
  int filled = 0, alike = 0;
  for (const FileRow& row : rows) {
    const absl::string_view cell = Trimmed(row.Cell(column));
    if (cell.empty()) continue;
    const int looks = LooksLike(path, cell);
    if (looks < 0) return -1;
    ++filled;
    alike += looks;
  }
  return filled == 0 ? -1 : 100 * alike / filled;
}

// A field that a column may hold.
struct Candidate {
  int certainty;
  size_t column;
  size_t path;  // place among the kind's
  int cells;    // per cent of the cells that look like it; -1: cannot be told
};

// All that comes near, the surest first; of equals the one further left, then the one that the contract names first.
std::vector<Candidate> CandidatesOf(const std::vector<std::string>& paths, const FileRow& header,
                                    const std::vector<FileRow>& rows) {
  std::vector<Candidate> candidates;
  for (size_t column = 0; column < header.cells.size(); ++column) {
    const std::string spelled = Spelling(header.cells[column]);
    for (size_t path = 0; path < paths.size(); ++path) {
      int certainty = HeadingCertainty(paths[path], spelled);
      if (certainty == 0) continue;
      const int cells = PartOfCells(paths[path], column, rows);
      if (cells >= 0) certainty = cells >= 90 ? std::min(99, certainty + 5) : certainty * cells / 100;
      if (certainty > 0) candidates.push_back({certainty, column, path, cells});
    }
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.certainty > b.certainty; });
  return candidates;
}

}  // namespace

absl::StatusOr<RecordMapping> ParseRecordMapping(absl::string_view text, RecordKind kind) {
  RecordMapping mapping;
  mapping.kind = kind;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::Status applied = Line(++number, line, mapping).Apply(); !applied.ok()) return applied;
  }
  return mapping;
}

std::vector<ColumnGuess> GuessColumns(RecordKind kind, const FileRow& header, const std::vector<FileRow>& rows) {
  const std::vector<std::string> paths = PathsOf(kind);
  std::map<size_t, ColumnGuess> guesses;
  for (size_t column = 0; column < header.cells.size(); ++column) {
    if (!Trimmed(header.cells[column]).empty()) guesses[column].heading = header.cells[column];
  }
  // The surest column takes its field first, so that a vague heading takes nothing from an exact one.
  std::set<size_t> taken;
  for (const Candidate& candidate : CandidatesOf(paths, header, rows)) {
    const auto guess = guesses.find(candidate.column);
    if (guess == guesses.end() || !guess->second.path.empty() || !taken.insert(candidate.path).second) continue;
    const int cells = candidate.cells;
    guess->second.path = paths[candidate.path];
    guess->second.certainty = candidate.certainty;
    guess->second.why_zh = cells < 0 ? "按表头" : absl::StrCat("按表头；", cells, "% 的单元格像这样的值");
    guess->second.why_en =
        cells < 0 ? "by the heading" : absl::StrCat("by the heading; ", cells, " % of the cells look like it");
  }
  std::vector<ColumnGuess> result;
  for (auto& [_, guess] : guesses) result.push_back(std::move(guess));
  return result;
}

std::string MappingText(RecordKind kind, const std::vector<ColumnGuess>& guesses, bool chinese) {
  std::string text =
      chinese ? "# 由 lianfang record mapping 推测，请核对\n" : "# guessed by lianfang record mapping: check it\n";
  absl::StrAppend(&text, "kind ", EnumName(*exchange::v1::RecordKind_descriptor()->FindValueByNumber(kind)), "\n");
  std::set<std::string> given;
  for (const ColumnGuess& guess : guesses) {
    const std::string heading = FoldText(guess.heading);
    if (guess.path.empty()) {
      absl::StrAppend(&text, chinese ? "# 没有相近的字段\n" : "# no field comes near\n", "ignore ", heading, "\n");
      continue;
    }
    absl::StrAppend(&text, "# ", guess.certainty, "%: ", chinese ? guess.why_zh : guess.why_en, "\n");
    const bool sure = guess.certainty >= kSure;
    absl::StrAppend(&text, sure ? "" : "# ", "column ", heading, " = ", guess.path, "\n");
    if (!sure) absl::StrAppend(&text, "ignore ", heading, "\n");
    if (sure) given.insert(guess.path);
  }
  for (const char* path : {"source_id", "region"}) {
    if (given.count(path) > 0) continue;
    absl::StrAppend(&text,
                    chinese ? "# 必填，表中没有：补一列，或写 constant 行\n"
                            : "# required, and in no column: map one, or give a constant\n",
                    "# constant ", path, " = \n");
  }
  return text;
}

const FileRow* FindRecordHeader(const std::vector<FileRow>& rows, const RecordMapping& mapping) {
  for (size_t i = 0; i < rows.size() && i < kHeaderRows; ++i) {
    size_t known = 0;
    for (const std::string& cell : rows[i].cells) known += mapping.columns.count(Spelling(cell));
    if (known >= std::min<size_t>(2, mapping.columns.size()) && known > 0) return &rows[i];
  }
  return nullptr;
}

const FileRow* FindGuessedHeader(RecordKind kind, const std::vector<FileRow>& rows) {
  for (size_t i = 0; i < rows.size() && i < kHeaderRows; ++i) {
    const std::vector<ColumnGuess> guesses = GuessColumns(kind, rows[i], {});
    const auto sure = std::count_if(guesses.begin(), guesses.end(),
                                    [](const ColumnGuess& guess) { return guess.certainty >= kSure; });
    if (sure >= 2) return &rows[i];
  }
  return nullptr;
}

}  // namespace lianfang::cli
