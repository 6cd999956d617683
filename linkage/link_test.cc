#include "linkage/link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
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

// Broken off at every one of its checkpoints, it answers nothing, and ends at the next ones.
TEST(LinkRecords, EndsAtEachCheckpointWithNothing) {
  const Registers registers = InventRegisters(300, 7);
  for (const int sides : {1, 2}) {
    Table table(PersonFields());
    ReadRows(registers.clean, 0, 0, table);
    ReadRows(registers.copied, sides - 1, 0, table);
    table.Seal();
    int asked = 0;
    int stop_at = 0;
    const auto link = [&] {
      asked = 0;
      Weights weights(ShippedModel(), table);
      return LinkRecords(table, weights, ShippedModel(),
                         {.threads = 1, .stopped = [&] { return ++asked >= stop_at && stop_at > 0; }});
    };
    const Linked whole = link();
    const int checkpoints = asked;
    EXPECT_FALSE(whole.stopped);
    EXPECT_GT(checkpoints, 200) << "one for each component, at least";
    for (stop_at = 1; stop_at <= checkpoints; stop_at += std::max(1, checkpoints / 60)) {
      const Linked linked = link();
      EXPECT_TRUE(linked.stopped) << stop_at;
      EXPECT_EQ(linked.links.size() + linked.uncertain.size(), 0) << stop_at;
      EXPECT_LE(asked, stop_at + 50) << "what is left are one for each key and stage";
    }
    stop_at = checkpoints + 1;
    EXPECT_EQ(link().links, whole.links) << "that it was asked changes nothing";
  }
}

TEST(LinkRecords, ReadingEndsAtACheckpoint) {
  Table table(PersonFields());
  const Registers registers = InventRegisters(3000, 7);
  int asked = 0;
  table.Read(
      registers.clean.size(), 0,
      [&](size_t row, size_t field) -> absl::string_view { return registers.clean[row].cells[field]; },
      [&] { return ++asked > 1; });
  EXPECT_EQ(table.size(), 1024);
}

}  // namespace
}  // namespace lianfang::linkage
