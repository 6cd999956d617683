// A workbook as a test sees it: what stands in which cell, read by a program that shares nothing with the writer
// (read_cells.py beside this file, run from the root of the checkout).
//
//   const WorkbookFacts facts = ReadFacts(bytes);
//   EXPECT_EQ(facts.Cell("依据", "H2"), "n 17");
#ifndef LIANFANG_COMMON_WORKBOOK_TESTING_CELLS_H_
#define LIANFANG_COMMON_WORKBOOK_TESTING_CELLS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace lianfang {

class WorkbookFacts {
 public:
  explicit WorkbookFacts(std::vector<std::vector<std::string>> facts) : facts_(std::move(facts)) {}

  // `n 17` for a number, `s 煤矿` for a text; empty for an empty cell.
  std::string Cell(absl::string_view sheet, absl::string_view reference) const;
  // The texts of a row's cells from column A on, without their kinds, to the last one that is not empty.
  std::vector<std::string> Row(absl::string_view sheet, int row) const;
  // The row in which column A has this text; 0 where none has.
  int RowOf(absl::string_view sheet, absl::string_view text) const;
  // All facts of a kind about a sheet, each with its other fields as read_cells.py lists them.
  std::vector<std::vector<std::string>> All(absl::string_view kind, absl::string_view sheet) const;
  // Names of the sheets that have cells, in order.
  std::vector<std::string> Sheets() const;

 private:
  std::vector<std::vector<std::string>> facts_;
};

// No facts at all where the bytes are no workbook.
WorkbookFacts ReadFacts(const std::string& workbook);

}  // namespace lianfang

#endif  // LIANFANG_COMMON_WORKBOOK_TESTING_CELLS_H_
