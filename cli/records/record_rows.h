// Rows of a table as records, by a mapping. Pure.
//
//   RecordRows rows(mapping, header, today);
//   for (const FileRow& row : portion) rows.Take(row);
//   rows.Finish();
//   for (MappedRecord& one : rows.records()) …
//
// Consecutive rows with the same `source_id` are one record where the kind has something repeated (casualties, names, licences): each row adds
// one of it.
#ifndef LIANFANG_CLI_RECORDS_RECORD_ROWS_H_
#define LIANFANG_CLI_RECORDS_RECORD_ROWS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/civil_time.h"
#include "cli/import/fault.h"
#include "cli/import/file_row.h"
#include "cli/records/record_mapping.h"
#include "lianfang/exchange/v1/record.pb.h"

namespace lianfang::cli {

// A record and where it comes from.
struct MappedRecord {
  exchange::v1::Record record;
  int row = 0;  // the first of its rows
};

class RecordRows {
 public:
  // Adds a fault to `faults()` for each heading that is neither mapped nor ignored, and for each mapped one that is there twice or not at all.
  RecordRows(const RecordMapping& mapping, const FileRow& header, absl::CivilDay today);

  void Take(const FileRow& row);
  // No row follows.
  void Finish();

  // What is whole so far and was not taken yet: good records, and faults of the others.
  std::vector<MappedRecord> TakeRecords() { return std::exchange(records_, {}); }
  std::vector<Fault> TakeFaults() { return std::exchange(faults_, {}); }

  // The heading whose column is the field at `path`, as a service's refusal names it; empty where it is none.
  std::pair<std::string, std::optional<size_t>> HeadingOf(const std::string& path) const;

 private:
  struct Column {
    size_t index;
    std::string heading;
    std::string path;
    std::vector<const google::protobuf::FieldDescriptor*> fields;
  };

  bool Skips(const FileRow& row) const;
  // Fills the record by the row's cells; false, with faults, where one is wrong.
  bool Fill(const FileRow& row, exchange::v1::Record& record, bool first);
  void SetConstants(exchange::v1::Record& record);
  void SetDefaults(exchange::v1::Record& record);
  void Close();
  std::string SourceIdOf(const FileRow& row) const;
  std::string Meaning(const std::string& path, absl::string_view cell) const;

  const RecordMapping mapping_;
  const absl::CivilDay today_;
  std::vector<Column> columns_;
  bool repeats_ = false;  // a column is of something repeated
  std::optional<MappedRecord> open_;
  bool open_is_good_ = true;
  std::vector<MappedRecord> records_;
  std::vector<Fault> faults_;
};

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_RECORDS_RECORD_ROWS_H_
