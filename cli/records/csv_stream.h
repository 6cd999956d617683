// The rows of a CSV file one portion after the other, whatever the size of the file: a million rows take the memory of a portion.
//
//   auto file = CsvStream::Open("人员.csv", std::nullopt);
//   while (true) {
//     auto rows = (*file)->Next();                     // some rows; none at the end
//     if (!rows.ok() || rows->empty()) break;
//   }
#ifndef LIANFANG_CLI_RECORDS_CSV_STREAM_H_
#define LIANFANG_CLI_RECORDS_CSV_STREAM_H_

#include <cstdint>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "cli/import/encoding.h"
#include "cli/import/file_row.h"

namespace lianfang::cli {

// As ReadCsv (cli/import/csv.h) reads, and DecodeText decodes; the encoding is that of the first portion. Not thread-safe.
class CsvStream {
 public:
  // A usage error where the file cannot be read.
  static absl::StatusOr<std::unique_ptr<CsvStream>> Open(const std::string& path, std::optional<Encoding> encoding);
  ~CsvStream();

  // The next rows that are not empty; none at the end. A FileFault (cli/import/fault.h) where the text is none of the encoding, a quote is
  // out of place, or a row is longer than 16 MiB.
  absl::StatusOr<std::vector<FileRow>> Next();

  int64_t bytes_read() const { return bytes_read_; }
  int64_t total_bytes() const { return total_bytes_; }
  // Once rows were read.
  std::optional<Encoding> encoding() const { return encoding_; }

 private:
  class Parser;

  CsvStream(std::ifstream file, int64_t total_bytes, std::optional<Encoding> encoding);

  // Whole lines of the file, undecoded; empty at the end.
  absl::StatusOr<std::string> ReadLines();

  std::ifstream file_;
  const int64_t total_bytes_;
  int64_t bytes_read_ = 0;
  std::optional<Encoding> encoding_;
  std::string rest_;  // of a line that is not there whole
  bool first_ = true;
  bool ended_ = false;
  std::unique_ptr<Parser> parser_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_CSV_STREAM_H_
