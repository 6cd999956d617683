// What became of a file, for its author.
#ifndef LIANFANG_CLI_IMPORT_REPORT_H_
#define LIANFANG_CLI_IMPORT_REPORT_H_

#include <google/protobuf/struct.pb.h>

#include <string>
#include <vector>

#include "cli/import/fault.h"
#include "cli/text/label.h"

namespace lianfang::cli {

struct ImportReport {
  std::string file;
  std::string format;                         // `UTF-8`, `GB18030` or `xlsx`
  std::string plan;                           // `plans/{plan}`
  int rows = 0;                               // below the header, empty ones not counted
  int blank = 0;                              // no figure filled in
  int unchanged = 0;                          // filed already as the file has it
  int checked = 0;                            // found good by the dry run
  int filed = 0;                              // of those, first filings and corrections
  int confirmed = 0;                          // filed or good with warnings that the row confirms
  bool dry_run = false;                       // nothing was to be filed
  std::vector<std::string> skipped_sheets;    // without a header that the plan knows
  std::vector<std::string> missing_receipts;  // files that could not be written; what they prove is filed all the same
  std::vector<Fault> faults;                  // by sheet and row

  // How many rows have a fault.
  int FaultyRows() const;
};

// Counts as a sheet, then the faults as a table: row, column, value, rule; for a workbook with the sheet before them.
std::string ReportText(const ImportReport& report, Language language);

// The faults as CSV under those headings. What the file's author wrote is no formula in it (HarmlessCell in csv.h).
std::string FaultsCsv(const std::vector<Fault>& faults, Language language);

// The whole report as what its JSON is made of.
google::protobuf::Struct ReportStruct(const ImportReport& report);

}  // namespace lianfang::cli

#endif  // LIANFANG_CLI_IMPORT_REPORT_H_
