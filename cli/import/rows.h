// The rows of a file as what they say about obligations. Pure: the plan's terms and its obligations come in, filled
// rows and faults come out.
//
//   ObligationIndex index(obligations);
//   FilledRows filled = ReadRows({{&sheet.rows, &header}}, terms, index);
#ifndef LIANFANG_CLI_IMPORT_ROWS_H_
#define LIANFANG_CLI_IMPORT_ROWS_H_

#include <google/protobuf/repeated_field.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "cli/import/fault.h"
#include "cli/import/file_row.h"
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

// What a row may say instead of figures, in its column `填报情况`. Ids are the English words.
enum class Choice {
  kAsStated,       // 据实填报, as-stated: what the figures say; also where the cell is empty
  kAllZero,        // 全部为零, all-zero: every figure that is owed is 0
  kNotApplicable,  // 不适用, not-applicable: no figure that is owed exists, for the reason in the note
  kNotYetKnown,    // 暂缺, not-yet-known: nothing is filed for the row
};

inline constexpr Choice kChoices[] = {Choice::kAsStated, Choice::kAllZero, Choice::kNotApplicable,
                                      Choice::kNotYetKnown};

// The word for it: the Chinese term, or the English id.
Label WordFor(Choice choice);

// A sheet and its header, which both stay for as long as what is read from them.
struct SheetRows {
  const std::vector<FileRow>* rows;
  const Header* header;
};

// One row in which figures are stated.
struct FilledRow {
  const FileRow* source;
  const Header* header;
  const submission::v1::Obligation* obligation;
  std::vector<type::v1::FigureValue> figures;
  std::vector<size_t> columns;  // of the figures, in the same order
  std::string note;
  std::string correction_reason;
  std::string warning_confirmation;

  // A fault of one of its cells; of the row where there is no column.
  Fault FaultAt(std::optional<size_t> column, type::v1::LocalizedText rule) const {
    return header->FaultAt(source->number, column, column ? source->Cell(*column) : "", std::move(rule));
  }
};

struct FilledRows {
  std::vector<FilledRow> rows;  // those without a fault
  int blank = 0;                // rows that state no figure, or choose 暂缺: nothing is filed for them
  std::vector<Fault> faults;    // by sheet and row
};

// Reads all rows below the headers. Faults: an obligation that is unknown, ambiguous, or contradicted by the row's other
// columns; a cell that states no figure; a figure that is owed and absent (a dash is no statement either), or stated and
// not asked for; figures that contradict the row's choice; an error of a formula; a value beyond the header; characters
// that may not be filed; and two filled rows for one obligation, of which neither is taken.
//
// Rows that `known` has faults of already are not taken either.
FilledRows ReadRows(const std::vector<SheetRows>& sheets, const PlanTerms& terms, const ObligationIndex& obligations,
                    std::vector<Fault> known = {});

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_ROWS_H_
