// The header of a file of returns: which column holds what, in any order, in Chinese terms or English ids.
//
//   std::vector<Fault> faults;
//   Header header = ReadHeader(rows.front(), terms, faults);
#ifndef LIANFANG_CLI_IMPORT_HEADER_H_
#define LIANFANG_CLI_IMPORT_HEADER_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "cli/import/csv.h"
#include "cli/import/fault.h"
#include "cli/import/plan_terms.h"
#include "cli/text/label.h"

namespace lianfang::cli {

// The columns that every plan has; those of its figures come besides.
enum class Field { kObligation, kPeriod, kRegion, kIndustry, kNote, kCorrectionReason, kWarningConfirmation };

inline constexpr Field kFields[] = {Field::kObligation,         Field::kPeriod, Field::kRegion,
                                    Field::kIndustry,           Field::kNote,   Field::kCorrectionReason,
                                    Field::kWarningConfirmation};

// The heading of such a column: the Chinese term, or the English id.
Label HeadingOf(Field field);

struct FigureColumn {
  size_t index;
  std::string figure;  // id
};

struct Header {
  std::vector<std::string> headings;  // as the file has them; empty where a column has none
  std::map<Field, size_t> fields;
  std::vector<FigureColumn> figures;

  // What the row says in a column; nothing where there is no such column.
  absl::string_view In(const CsvRow& row, Field field) const;
  // The column's heading in the file; where there is none, the term that it would have.
  std::string HeadingFor(Field field) const;
};

// Adds a fault for every heading that is unknown, ambiguous or there twice, and where the columns cannot tell which
// obligation a row answers: `报送任务`, or period, industry and (in a plan of several) region.
Header ReadHeader(const CsvRow& row, const PlanTerms& terms, std::vector<Fault>& faults);

// `plans/{plan}` as the obligations' names in the file say it; empty where none is a whole name. Needs no plan.
std::string PlanNamedIn(const std::vector<CsvRow>& rows);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_HEADER_H_
