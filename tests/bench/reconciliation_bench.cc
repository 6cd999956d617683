// A run of reconciliation over the records of one plan: time and memory by their number, without the database.
//
//   reconciliation_bench RECORDS...      each in a process of its own: the peak of memory is a process's
//
// Two registers of invented persons (linkage/testing): one in key positions, the other at courses, with the errors that such registers have.
// `links` are made by the model's shipped edition; `rules` are all rules over records and links.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/time.h"
#include "linkage/testing/persons.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"
#include "services/exchange/domain/reconciliation/model_editions.h"
#include "services/exchange/domain/reconciliation/record_links.h"

namespace lianfang::exchange {
namespace {

constexpr char kPlan[] = "plans/bench";

double Seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

long PeakMiB() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// Cells: name, sex, birth date, citizen id, employer, phone.
v1::Person PersonOf(const linkage::PersonRow& row) {
  v1::Person person;
  person.set_display_name(row.cells[0]);
  person.set_id_number(row.cells[3]);
  person.set_phone(row.cells[5]);
  return person;
}

v1::Record RecordOf(const linkage::PersonRow& row, v1::RecordKind kind, size_t number) {
  v1::Record record;
  record.set_kind(kind);
  record.set_version(1);
  record.set_region("140581");
  record.set_industry("coal-mining");
  record.mutable_owner()->set_region("140581");
  record.mutable_owner()->set_department(kind == v1::RECORD_KIND_PERSON ? "hrss" : "emergency");
  if (kind == v1::RECORD_KIND_PERSON) {
    record.set_name(absl::StrCat("records/person/", number));
    *record.mutable_person()->mutable_person() = PersonOf(row);
    record.mutable_person()->mutable_employer()->set_display_name(row.cells[4]);
    record.mutable_person()->set_key_position("team-leader");
    *record.mutable_person()->mutable_start_date() = ToDate(absl::CivilDay(2024, 1, 1));
  } else {
    record.set_name(absl::StrCat("records/training/", number));
    *record.mutable_training()->mutable_person() = PersonOf(row);
    record.mutable_training()->mutable_employer()->set_display_name(row.cells[4]);
    record.mutable_training()->set_key_position("team-leader");
    *record.mutable_training()->mutable_training_date() = ToDate(absl::CivilDay(2024, 5, 1));
    record.mutable_training()->set_result(v1::TRAINING_RESULT_PASSED);
  }
  return record;
}

SharedRecords RecordsOf(size_t count) {
  const linkage::Registers registers = linkage::InventRegisters(count / 2, 7);
  SharedRecords records;
  records.reserve(count);
  for (const linkage::PersonRow& row : registers.clean) {
    records.push_back(RecordOf(row, v1::RECORD_KIND_PERSON, records.size()));
  }
  for (const linkage::PersonRow& row : registers.copied) {
    if (records.size() == count) break;
    records.push_back(RecordOf(row, v1::RECORD_KIND_TRAINING, records.size()));
  }
  return records;
}

std::vector<v1::AgreementTerms> Agreements() {
  std::vector<v1::AgreementTerms> agreements;
  for (const v1::RecordKind kind : {v1::RECORD_KIND_PERSON, v1::RECORD_KIND_TRAINING}) {
    v1::AgreementTerms& terms = agreements.emplace_back();
    terms.set_kind(kind);
    terms.mutable_owner()->set_region("140581");
    terms.mutable_owner()->set_department(kind == v1::RECORD_KIND_PERSON ? "hrss" : "emergency");
    for (const char* field : {"person", "employer", "key_position", "start_date", "training_date", "result"}) {
      terms.add_fields(field);
    }
    terms.add_purposes(v1::PURPOSE_RECONCILIATION);
  }
  return agreements;
}

void Measure(size_t count) {
  const absl::TimeZone zone = *LoadZone("Asia/Shanghai");
  const SharedRecords records = RecordsOf(count);
  const long held = PeakMiB();
  const double begun = Seconds();
  const auto links = LinksOf(records, kPlan, {}, ReconciliationModelOf(nullptr), zone);
  const double linked = Seconds();
  type::v1::Plan plan;
  plan.set_name(kPlan);
  const auto agreements = Agreements();
  const absl::Time now = absl::FromCivil(absl::CivilSecond(2026, 6, 15), zone);
  const auto found = FindDiscrepancies({plan, agreements, records, links, now, zone});
  const double ended = Seconds();
  std::printf("%9zu records: links %7.2f s (%zu), rules %6.2f s (%zu found), records %5ld MiB, peak %5ld MiB\n",
              records.size(), linked - begun, links.size(), ended - linked, found.size(), held, PeakMiB());
}

int Run(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
      Measure(std::strtoull(argv[i], nullptr, 10));
      std::fflush(stdout);
      _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0 || status != 0) return 1;
  }
  return argc > 1 ? 0 : 2;
}

}  // namespace
}  // namespace lianfang::exchange

int main(int argc, char** argv) { return lianfang::exchange::Run(argc, argv); }
