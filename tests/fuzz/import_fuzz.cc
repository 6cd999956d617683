// Tables that people import: CSV in UTF-8 and GB18030, xlsx, employers' figures, and mapping files. The first line says what the rest is:
//
//   table            a table of returns; `table zip`: the rest is not a table but the cells' XML of one, which is packed into a workbook
//   mapped           a mapping file, a line `----`, a table that is read by it
//   employers        a table of employers' figures
//   record KIND      a mapping file of records, a line `----`, a table of records of that kind
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "cli/import/drafts.h"
#include "cli/import/employers.h"
#include "cli/import/file_table.h"
#include "cli/import/header.h"
#include "cli/import/mapping.h"
#include "cli/import/rows.h"
#include "cli/import/testing/sample.h"
#include "cli/import/testing/xlsx.h"
#include "cli/records/record_mapping.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/feature.h"

namespace lianfang::fuzz {
namespace {

using namespace cli;  // NOLINT: the code under test

void FeatureOf(absl::string_view kind, const absl::Status& status) {
  const std::string message(status.message());
  Feature(absl::StrCat(kind, " ", message.substr(0, message.find_first_of("0123456789\"“「"))));
}

void FeatureOf(absl::string_view kind, const std::vector<Fault>& faults) {
  for (const Fault& fault : faults) {
    Expect(!fault.rule.zh().empty() && !fault.rule.en().empty(), "a fault says its rule in both languages");
    const std::string& rule = fault.rule.en();
    Feature(absl::StrCat(kind, " ", rule.substr(0, rule.find_first_of("0123456789\""))));
  }
}

// Whatever is read is of an obligation that is owed, states its figures once, and repeats nothing.
void ReadReturns(absl::string_view bytes, absl::string_view mapping) {
  const auto table = ReadTable(bytes);
  FeatureOf("table", table.status());
  if (!table.ok()) return;
  PlanTerms terms(SamplePlan());
  if (!mapping.empty()) {
    const absl::Status mapped = ApplyMapping(mapping, terms);
    FeatureOf("mapping", mapped);
    if (!mapped.ok()) return;
  }
  const auto obligations = SampleObligations();
  for (FileSheet sheet : table->sheets) {
    const FileRow* const row = FindHeader(sheet.rows, terms);
    if (row == nullptr) continue;
    std::vector<Fault> faults;
    const Header header = ReadHeader(*row, terms, faults);
    FeatureOf("header", faults);
    if (!faults.empty()) continue;
    ResolveMerges(sheet, header, faults);
    const ObligationIndex index(obligations);
    const FilledRows filled = ReadRows({{&sheet.rows, &header}}, terms, index, std::move(faults));
    FeatureOf("rows", filled.faults);
    Expect(filled.rows.size() <= static_cast<size_t>(obligations.size()), "one row for an obligation");
    google::protobuf::RepeatedPtrField<submission::v1::Return> filed;
    *filed.Add() = SampleReturn();
    const Drafts drafts = DraftSubmissions(filled.rows, filed, "digest");
    FeatureOf("drafts", drafts.faults);
    Expect(drafts.submissions.size() <= filled.rows.size(), "one draft for a row");
    Feature(absl::StrCat("drafts of ", drafts.submissions.size()));
  }
}

void ReadEmployerTable(absl::string_view bytes) {
  const auto table = ReadTable(bytes);
  if (!table.ok()) return;
  const EmployerFile file = ReadEmployers(table->sheets[0]);
  FeatureOf("employers", file.faults);
  Expect(file.employers.size() + 1 <= table->sheets[0].rows.size() + 1, "one employer for a row");
}

void ReadRecordTable(const std::string& kind_text, absl::string_view mapping, absl::string_view bytes) {
  int number = 0;
  if (!absl::SimpleAtoi(kind_text, &number) || !exchange::v1::RecordKind_IsValid(number)) return;
  const auto kind = static_cast<exchange::v1::RecordKind>(number);
  const auto read = ParseRecordMapping(mapping, kind);
  FeatureOf("record mapping", read.status());
  const auto table = ReadTable(bytes);
  if (!table.ok() || kind == exchange::v1::RECORD_KIND_UNSPECIFIED) return;
  const auto& rows = table->sheets[0].rows;
  if (const FileRow* header = FindGuessedHeader(kind, rows)) {
    const auto guesses = GuessColumns(kind, *header, rows);
    Expect(guesses.size() <= header->cells.size(), "one guess for a heading");
    const auto again = ParseRecordMapping(MappingText(kind, guesses, true), kind);
    Feature(absl::StrCat("guesses ", guesses.size(), " ", again.ok()));
  }
  if (read.ok()) (void)FindRecordHeader(rows, *read);
}

void Run(const std::string& input) {
  const size_t end = input.find('\n');
  if (end == std::string::npos) return;
  const std::string head = input.substr(0, end), rest = input.substr(end + 1);
  const size_t bar = rest.find("----\n");
  const std::string before = bar == std::string::npos ? "" : rest.substr(0, bar);
  const std::string after = bar == std::string::npos ? rest : rest.substr(bar + 5);
  if (head == "table") ReadReturns(rest, "");
  if (head == "table zip") ReadReturns(MakeXlsx(rest), "");
  if (head == "mapped" && bar != std::string::npos) ReadReturns(after, before);
  if (head == "employers") ReadEmployerTable(rest);
  if (absl::StartsWith(head, "record ")) ReadRecordTable(head.substr(7), before, after);
}

}  // namespace
}  // namespace lianfang::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  lianfang::fuzz::Run(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
