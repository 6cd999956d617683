// The header of a sheet of returns: which column holds what, in any order, in Chinese terms or English ids.
//
//   std::vector<Fault> faults;
//   const FileRow* row = FindHeader(sheet.rows, terms);
//   Header header = ReadHeader(*row, terms, faults);
#ifndef LIANFANG_CLI_IMPORT_HEADER_H_
#define LIANFANG_CLI_IMPORT_HEADER_H_

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/import/fault.h"
#include "cli/import/file_row.h"
#include "cli/import/plan_terms.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// The columns that every plan has; those of its figures come besides.
enum class Field { kObligation, kPeriod, kRegion, kIndustry, kChoice, kNote, kCorrectionReason, kWarningConfirmation };

inline constexpr Field kFields[] = {
    Field::kObligation, Field::kPeriod, Field::kRegion,           Field::kIndustry,
    Field::kChoice,     Field::kNote,   Field::kCorrectionReason, Field::kWarningConfirmation};

// The heading of such a column: the Chinese term, or the English id.
Label HeadingOf(Field field);

struct FigureColumn {
  size_t index;
  std::string figure;  // id
};

struct Header {
  size_t sheet = 0;  // of the file, from 0
  std::string sheet_name;
  int row = 1;                        // number of the header's row
  std::vector<std::string> headings;  // as the file has them; empty where a column has none
  std::map<Field, size_t> fields;
  std::vector<FigureColumn> figures;

  // What the row says in a column, as FoldText (spelling.h) makes it; nothing where there is no such column.
  std::string In(const FileRow& row, Field field) const;
  // The column's heading in the file; where there is none, the term that it would have.
  std::string HeadingFor(Field field) const;
  // A fault of a cell of this sheet; of the row where there is no column.
  Fault FaultAt(int row_number, std::optional<size_t> column, absl::string_view value,
                type::v1::LocalizedText rule) const;
};

// The first row that has at least two headings of the plan: titles and instructions may stand above the header. Null where
// none of the first 50 rows has.
const FileRow* FindHeader(const std::vector<FileRow>& rows, const PlanTerms& terms);

// Adds a fault for every heading that is unknown, ambiguous or there twice, and where the columns cannot tell which
// obligation a row answers: `报送任务`, or period, industry and (in a plan of several) region. `sheet` and `sheet_name`
// say where the row is.
Header ReadHeader(const FileRow& row, const PlanTerms& terms, std::vector<Fault>& faults, size_t sheet = 0,
                  absl::string_view sheet_name = "");

// `plans/{plan}` as the obligations' names in the file say it; empty where none is a whole name. Needs no plan.
std::string PlanNamedIn(const std::vector<FileRow>& rows);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_HEADER_H_
