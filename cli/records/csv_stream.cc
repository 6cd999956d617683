#include "cli/records/csv_stream.h"

#include <csv.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/import/fault.h"
#include "cli/import/spelling.h"
#include "cli/text/error_text.h"

namespace lianfang::cli {
namespace {

constexpr size_t kPortion = size_t{1} << 20;
constexpr size_t kLongestRow = size_t{16} << 20;

int IsLineFeed(unsigned char c) { return c == CSV_LF; }
int IsSpaceOrTab(unsigned char c) { return c == CSV_SPACE || c == CSV_TAB; }

// The text with every line ended by LF alone (cli/import/csv.cc says why).
std::string WithLineFeeds(absl::string_view text) {
  std::string lines;
  lines.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    lines.push_back(text[i] == '\r' ? '\n' : text[i]);
  }
  return lines;
}

}  // namespace

// libcsv with what it calls back; a row may begin in one portion and end in the next.
class CsvStream::Parser {
 public:
  Parser() {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL | CSV_APPEND_NULL) != 0) {
      throw std::runtime_error("libcsv cannot be set up");
    }
    csv_set_term_func(&parser_, IsLineFeed);
    csv_set_space_func(&parser_, IsSpaceOrTab);
  }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  absl::Status Feed(const std::string& text) {
    if (csv_parse(&parser_, text.data(), text.size(), Cell, Row, this) == text.size()) return absl::OkStatus();
    return FileFault(
        absl::StrCat("第 ", row_.number, " 行：单元格中间有引号；含引号的单元格须整个加引号，其中的引号写两个"),
        absl::StrCat(
            "row ", row_.number,
            ": a quote stands inside a cell; a cell with quotes is quoted as a whole, its own quotes doubled"));
  }
  absl::Status Finish() {
    if (csv_fini(&parser_, Cell, Row, this) == 0) return absl::OkStatus();
    return FileFault(absl::StrCat("第 ", row_.number, " 行：引号没有配对"),
                     absl::StrCat("row ", row_.number, ": a quote is opened and never closed"));
  }
  std::vector<FileRow> Take() { return std::exchange(rows_, {}); }

 private:
  static void Cell(void* cell, size_t size, void* parser) {
    static_cast<Parser*>(parser)->row_.cells.emplace_back(static_cast<const char*>(cell), size);
  }
  static void Row(int, void* parser) { static_cast<Parser*>(parser)->EndRow(); }

  void EndRow() {
    const bool empty = std::all_of(row_.cells.begin(), row_.cells.end(),
                                   [](const std::string& cell) { return Trimmed(cell).empty(); });
    const int next = row_.number + 1;
    if (!empty) rows_.push_back(std::move(row_));
    row_ = {next, {}};
  }

  csv_parser parser_;
  std::vector<FileRow> rows_;
  FileRow row_{1, {}};
};

CsvStream::CsvStream(std::ifstream file, int64_t total_bytes, std::optional<Encoding> encoding)
    : file_(std::move(file)), total_bytes_(total_bytes), encoding_(encoding), parser_(std::make_unique<Parser>()) {}

CsvStream::~CsvStream() = default;

absl::StatusOr<std::unique_ptr<CsvStream>> CsvStream::Open(const std::string& path, std::optional<Encoding> encoding) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const std::streamoff size = file ? static_cast<std::streamoff>(file.tellg()) : -1;
  if (size < 0) return UsageError(absl::StrCat(path, ": cannot be read"));
  file.seekg(0);
  return std::unique_ptr<CsvStream>(new CsvStream(std::move(file), size, encoding));
}

absl::StatusOr<std::string> CsvStream::ReadLines() {
  std::string portion = std::exchange(rest_, {});
  while (true) {
    const size_t before = portion.size();
    portion.resize(before + kPortion);
    file_.read(portion.data() + before, kPortion);
    const auto count = static_cast<size_t>(file_.gcount());
    portion.resize(before + count);
    bytes_read_ += static_cast<int64_t>(count);
    if (file_.bad()) return absl::DataLossError("the file cannot be read to its end");
    if (count < kPortion) return portion;  // the end
    // A line feed is no part of another character in UTF-8 or GB18030.
    const size_t end = portion.rfind('\n');
    if (end != std::string::npos) {
      rest_ = portion.substr(end + 1);
      portion.resize(end + 1);
      return portion;
    }
    if (portion.size() > kLongestRow) {
      return FileFault("一行超过 16 MiB：不是 CSV 表格", "a row is longer than 16 MiB: this is no CSV table");
    }
  }
}

absl::StatusOr<std::vector<FileRow>> CsvStream::Next() {
  while (!ended_) {
    const auto bytes = ReadLines();
    if (!bytes.ok()) return bytes.status();
    if (!bytes->empty()) {
      const auto decoded = DecodeText(*bytes, encoding_);
      if (!decoded.ok()) return decoded.status();
      if (std::exchange(first_, false)) encoding_ = decoded->encoding;
      if (absl::Status fed = parser_->Feed(WithLineFeeds(decoded->text)); !fed.ok()) return fed;
    }
    if (rest_.empty() && file_.eof()) {
      ended_ = true;
      if (absl::Status whole = parser_->Finish(); !whole.ok()) return whole;
    }
    std::vector<FileRow> rows = parser_->Take();
    if (!rows.empty()) return rows;
  }
  return std::vector<FileRow>();
}

}  // namespace lianfang::cli
