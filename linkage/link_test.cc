#include "linkage/link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "linkage/testing/persons.h"

namespace lianfang::linkage {
namespace {

// Links as pairs of persons' rows, whatever the order of rows.
std::vector<std::pair<uint32_t, uint32_t>> LinkedPersons(const Registers& registers, int threads) {
  Table table(PersonFields());
  ReadRows(registers.clean, 0, 0, table);
  ReadRows(registers.copied, 1, 0, table);
  table.Seal();
  Weights weights(ShippedModel(), table);
  std::vector<std::pair<uint32_t, uint32_t>> persons;
  for (const Pair& link : LinkRecords(table, weights, ShippedModel(), {threads}).links) {
    persons.emplace_back(registers.clean[table.row(link.a)].person, registers.copied[table.row(link.b)].person);
  }
  std::sort(persons.begin(), persons.end());
  return persons;
}

TEST(LinkRecords, DoesNotDependOnTheOrderOfRowsOrTheThreads) {
  Registers registers = InventRegisters(1500, 7);
  const auto links = LinkedPersons(registers, 1);
  EXPECT_GT(links.size(), 1300);
  std::reverse(registers.clean.begin(), registers.clean.end());
  std::rotate(registers.copied.begin(), registers.copied.begin() + 333, registers.copied.end());
  EXPECT_EQ(LinkedPersons(registers, 3), links);
}

TEST(LinkRecords, LinksEachRecordOnceBetweenTables) {
  const auto links = LinkedPersons(InventRegisters(1500, 7), 2);
  for (size_t i = 1; i < links.size(); ++i) EXPECT_NE(links[i].first, links[i - 1].first);
}

TEST(LinkRecords, OfEmptyAndSingleTablesIsNothing) {
  for (const size_t rows : {0, 1}) {
    Table table(PersonFields());
    table.Read(rows, 0, [](size_t, size_t) -> absl::string_view { return "1"; });
    table.Seal();
    Weights weights(ShippedModel(), table);
    EXPECT_TRUE(LinkRecords(table, weights, ShippedModel(), {}).links.empty());
  }
}

TEST(LinkRecords, OfManyEqualRowsEnds) {
  Table table({{FieldKind::kFullName, "name"}});
  table.Read(3000, 0, [](size_t, size_t) -> absl::string_view { return "张伟"; });
  table.Seal();
  Weights weights(ShippedModel(), table);
  EXPECT_TRUE(LinkRecords(table, weights, ShippedModel(), {}).links.empty())
      << "a name alone that all bear says nothing";
}

}  // namespace
}  // namespace lianfang::linkage
