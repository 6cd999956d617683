// What linkage does in how much time and memory; tests/bench/linkage/run compares it with DuckDB in the same run.
//
//   linkage_bench pairs RECORDS.csv PAIRS.csv THREADS ROUNDS   five-field comparisons of two million pairs; the best round's pairs per second
//   linkage_bench quality PERSONS                              pairwise F1 over two invented registers, with and without fields
//   linkage_bench growth                                       10,000 to 1,000,000 persons in each register
//   linkage_bench large                                        200,000 against 200,000
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "linkage/compare.h"
#include "linkage/link.h"
#include "linkage/testing/labelled.h"
#include "linkage/testing/persons.h"

namespace lianfang::linkage {
namespace {

constexpr size_t kPairs = 2'000'000;
constexpr size_t kCompared = 5;
const std::vector<std::pair<absl::string_view, FieldKind>> kFields = {{"given_name", FieldKind::kGivenName},
                                                                      {"surname", FieldKind::kFamilyName},
                                                                      {"address_1", FieldKind::kText},
                                                                      {"suburb", FieldKind::kText},
                                                                      {"postcode", FieldKind::kNumber}};

double Seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

long PeakMiB() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
}

// The records and the pairs, as the peer reads them.
void Write(const Table& table, const std::vector<Pair>& pairs, const char* records_file, const char* pairs_file) {
  std::ofstream records(records_file);
  records << "number";
  for (const auto& [heading, kind] : kFields) records << "," << heading;
  records << "\n";
  for (size_t record = 0; record < table.size(); ++record) {
    records << record;
    for (size_t field = 0; field < kCompared; ++field) records << "," << table.value(record, field).text;
    records << "\n";
  }
  std::ofstream lines(pairs_file);
  lines << "a,b\n";
  for (const Pair& pair : pairs) lines << pair.a << "," << pair.b << "\n";
}

int ComparePairs(const char* records_file, const char* pairs_file, int threads, int rounds) {
  const LabelledFile file = ReadLabelled("linkage/testing/data/febrl3.csv");
  const Table table = TableOf(file, kFields);
  std::vector<Pair> pairs;
  for (size_t i = 0; i < kPairs; ++i) {
    pairs.push_back({static_cast<uint32_t>((i * 2'654'435'761) % table.size()),
                     static_cast<uint32_t>((i * 40'503 + 7) % table.size()), 0});
  }
  Write(table, pairs, records_file, pairs_file);
  double best = 1e9;
  for (int round = 0; round < rounds; ++round) {
    std::atomic<size_t> exact{0};
    const double start = Seconds();
    std::vector<std::thread> workers;
    for (int thread = 0; thread < threads; ++thread) {
      workers.emplace_back([&, thread] {
        size_t mine = 0;
        for (size_t i = static_cast<size_t>(thread); i < pairs.size(); i += static_cast<size_t>(threads)) {
          for (size_t field = 0; field < kCompared; ++field) {
            mine += Compare(kFields[field].second, table.value(pairs[i].a, field), table.value(pairs[i].b, field)) ==
                            Level::kExact
                        ? 1
                        : 0;
          }
        }
        exact += mine;
      });
    }
    for (std::thread& worker : workers) worker.join();
    best = std::min(best, Seconds() - start);
  }
  std::printf("%.0f\n", static_cast<double>(pairs.size()) / best);
  return 0;
}

void LinkRegisters(size_t persons, uint32_t hidden, const char* fields) {
  const Registers registers = InventRegisters(persons, 2026);
  const double start = Seconds();
  Table table(PersonFields());
  ReadRows(registers.clean, 0, hidden, table);
  ReadRows(registers.copied, 1, hidden, table);
  table.Seal();
  Weights weights(ShippedModel(), table);
  const Linked linked = LinkRecords(table, weights, ShippedModel(), {});
  const double seconds = Seconds() - start;
  const Quality quality = Judge(registers, table, linked.links);
  std::printf(
      "%9zu persons, %-28s F1 %.4f (precision %.4f, recall %.4f), %9llu pairs compared, %6.1f s, peak %ld MiB\n",
      persons, fields, quality.f1, quality.precision, quality.recall, static_cast<unsigned long long>(linked.compared),
      seconds, PeakMiB());
  std::fflush(stdout);
}

int Run(int argc, char** argv) {
  const std::string mode = argc > 1 ? argv[1] : "";
  if (mode == "pairs" && argc == 6) return ComparePairs(argv[2], argv[3], std::atoi(argv[4]), std::atoi(argv[5]));
  if (mode == "quality" && argc == 3) {
    const auto persons = static_cast<size_t>(std::atoll(argv[2]));
    LinkRegisters(persons, 0, "all fields");
    LinkRegisters(persons, 1 << 3, "without the id");
    LinkRegisters(persons, 1 << 4 | 1 << 5, "name, sex, birth date, id");
    LinkRegisters(persons, 1 << 3 | 1 << 4 | 1 << 5, "name, sex, birth date");
    return 0;
  }
  if (mode == "growth") {
    for (const size_t persons : {10'000, 30'000, 100'000, 300'000, 1'000'000}) LinkRegisters(persons, 0, "all fields");
    return 0;
  }
  if (mode == "large") {
    LinkRegisters(200'000, 0, "all fields");
    return 0;
  }
  std::fprintf(stderr, "linkage_bench pairs|quality|growth|large\n");
  return 2;
}

}  // namespace
}  // namespace lianfang::linkage

int main(int argc, char** argv) { return lianfang::linkage::Run(argc, argv); }
