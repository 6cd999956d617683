// Records of persons, ready to be compared. One table is searched for records of one person; of two, a record of the one
// for its counterpart in the other.
//
//   Table table(fields);
//   table.Read(rows of the left file, 0);  table.Read(rows of the right file, 1);
//   table.Seal();
#ifndef LIANFANG_LINKAGE_TABLE_H_
#define LIANFANG_LINKAGE_TABLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "linkage/column.h"
#include "linkage/field.h"
#include "linkage/stop.h"

namespace lianfang::linkage {

class Table {
 public:
  explicit Table(const std::vector<Field>& fields);

  // Adds records to one side, 0 or 1: `cell(row, field)` is what the source says. Dates are read in the style of all
  // rows of one call. Where it is stopped, the table is of no use any more.
  void Read(size_t rows, int side, const std::function<absl::string_view(size_t row, size_t field)>& cell,
            const StopFlag& stopped = nullptr);

  // Puts the records in an order that depends on their contents alone, so that what follows does not depend on the order
  // of rows. Call once, before anything below. Where it is stopped, the table is of no use any more.
  void Seal(const StopFlag& stopped = nullptr);

  size_t size() const { return sides_.size(); }
  size_t fields() const { return columns_.size(); }
  int tables() const { return rows_[1] > 0 ? 2 : 1; }
  size_t rows(int side) const { return rows_[static_cast<size_t>(side)]; }
  const Column& column(size_t field) const { return columns_[field]; }
  const Value& value(size_t record, size_t field) const {
    return columns_[field].value(cells_[record * columns_.size() + field]);
  }
  uint32_t value_number(size_t record, size_t field) const { return cells_[record * columns_.size() + field]; }
  int side(size_t record) const { return sides_[record]; }
  // The record's place among the rows of its side.
  size_t row(size_t record) const { return row_of_[record]; }

 private:
  std::vector<Column> columns_;
  std::vector<uint32_t> cells_;  // record by record
  std::vector<uint8_t> sides_;
  std::vector<uint32_t> row_of_;
  size_t rows_[2] = {0, 0};
};

}  // namespace lianfang::linkage

#endif  // LIANFANG_LINKAGE_TABLE_H_
