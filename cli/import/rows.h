// The rows of a file as what they say about obligations. Pure: the plan's terms and its obligations come in, filled
// rows and faults come out.
//
//   ObligationIndex index(obligations);
//   FilledRows filled = ReadRows(rows, header, terms, index);
#ifndef LIANFANG_CLI_IMPORT_ROWS_H_
#define LIANFANG_CLI_IMPORT_ROWS_H_

#include <google/protobuf/repeated_field.h>

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cli/import/csv.h"
#include "cli/import/fault.h"
#include "cli/import/header.h"
#include "cli/import/plan_terms.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::cli {

using ObligationList = google::protobuf::RepeatedPtrField<submission::v1::Obligation>;

// Obligations by name, and by what they are about. Refers to the list.
class ObligationIndex {
 public:
  explicit ObligationIndex(const ObligationList& obligations);

  // Null when there is none.
  const submission::v1::Obligation* ByName(const std::string& name) const;
  const submission::v1::Obligation* About(const std::string& period, const std::string& region,
                                          const std::string& industry) const;

 private:
  absl::flat_hash_map<std::string, const submission::v1::Obligation*> by_name_;
  absl::flat_hash_map<std::string, const submission::v1::Obligation*> by_subject_;
};

// One row in which figures are stated.
struct FilledRow {
  const CsvRow* source;
  const submission::v1::Obligation* obligation;
  std::vector<type::v1::FigureValue> figures;
  std::vector<size_t> columns;  // of the figures, in the same order
  std::string note;
  std::string correction_reason;
  std::string warning_confirmation;
};

struct FilledRows {
  std::vector<FilledRow> rows;  // those without a fault
  int blank = 0;                // rows whose figures are all empty: not filled in, nothing is filed for them
  std::vector<Fault> faults;    // by row
};

// Reads all rows below the header. Faults: an obligation that is unknown, ambiguous, or contradicted by the row's other
// columns; a cell that states no figure; a figure that is owed and absent, or stated and not asked for; a value beyond
// the header; control characters; and two filled rows for one obligation, of which neither is taken.
FilledRows ReadRows(const std::vector<CsvRow>& rows, const Header& header, const PlanTerms& terms,
                    const ObligationIndex& obligations);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_ROWS_H_
