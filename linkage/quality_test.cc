// The quality of the shipped defaults. No threshold is chosen on labels: they are read by the tests alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "linkage/link.h"
#include "linkage/testing/labelled.h"
#include "linkage/testing/persons.h"

namespace lianfang::linkage {
namespace {

using Columns = std::vector<std::pair<absl::string_view, FieldKind>>;

constexpr char kFebrl[] = "linkage/testing/data/febrl3.csv";
const Columns kNames = {{"given_name", FieldKind::kGivenName}, {"surname", FieldKind::kFamilyName}};
const Columns kAddress = {{"street_number", FieldKind::kNumber}, {"address_1", FieldKind::kText},
                          {"address_2", FieldKind::kText},       {"suburb", FieldKind::kText},
                          {"postcode", FieldKind::kNumber},      {"state", FieldKind::kCategory}};
const Columns kBirth = {{"date_of_birth", FieldKind::kBirthDate}};
const Columns kNumber = {{"soc_sec_id", FieldKind::kIdentifier}};

double FebrlF1(std::initializer_list<Columns> parts) {
  Columns columns;
  for (const Columns& part : parts) columns.insert(columns.end(), part.begin(), part.end());
  const LabelledFile file = ReadLabelled(kFebrl);
  const Table table = TableOf(file, columns);
  Weights weights(ShippedModel(), table);
  return PairwiseF1(file, table, LinkRecords(table, weights, ShippedModel(), {}).links);
}

TEST(Febrl3, IsLinkedWithAllFields) { EXPECT_GE(FebrlF1({kNames, kAddress, kBirth, kNumber}), 0.999); }
TEST(Febrl3, IsLinkedWithoutTheNumber) { EXPECT_GE(FebrlF1({kNames, kAddress, kBirth}), 0.995); }
TEST(Febrl3, IsLinkedWithoutNumberAndBirthDate) { EXPECT_GE(FebrlF1({kNames, kAddress}), 0.99); }
TEST(Febrl3, IsLinkedWithoutTheAddress) { EXPECT_GE(FebrlF1({kNames, kBirth, kNumber}), 0.98); }
TEST(Febrl3, IsLinkedByNamesAndBirthDate) { EXPECT_GE(FebrlF1({kNames, kBirth}), 0.93); }

// The whole corpus, of 100,000, is judged by tests/bench/linkage_bench.
double TownF1(uint32_t hidden) {
  const Registers registers = InventRegisters(6000, 2026);
  Table table(PersonFields());
  ReadRows(registers.clean, 0, hidden, table);
  ReadRows(registers.copied, 1, hidden, table);
  table.Seal();
  Weights weights(ShippedModel(), table);
  return Judge(registers, table, LinkRecords(table, weights, ShippedModel(), {}).links).f1;
}

TEST(ChineseRegisters, AreLinkedWithAllFields) { EXPECT_GE(TownF1(0), 0.995); }
TEST(ChineseRegisters, AreLinkedWithoutTheId) { EXPECT_GE(TownF1(1 << 3), 0.99); }
TEST(ChineseRegisters, AreLinkedByNameSexAndBirthDate) { EXPECT_GE(TownF1(1 << 3 | 1 << 4 | 1 << 5), 0.98); }

}  // namespace
}  // namespace lianfang::linkage
