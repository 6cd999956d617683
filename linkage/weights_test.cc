#include "linkage/weights.h"

#include <gtest/gtest.h>

#include <cmath>

#include "linkage/testing/persons.h"

namespace lianfang::linkage {
namespace {

Table TownTable(const Registers& registers) {
  Table table(PersonFields());
  ReadRows(registers.clean, 0, 0, table);
  ReadRows(registers.copied, 1, 0, table);
  table.Seal();
  return table;
}

TEST(Weights, ExplainsEveryScore) {
  const Table table = TownTable(InventRegisters(300, 1));
  const Weights weights(ShippedModel(), table);
  for (size_t a = 0; a < 40; ++a) {
    for (size_t b = table.rows(0); b < table.rows(0) + 40; ++b) {
      double sum = 0;
      for (const Agreement& agreement : weights.Explain(a, b)) sum += agreement.weight;
      EXPECT_NEAR(weights.Score(a, b), sum, 1e-9);
      EXPECT_EQ(weights.Score(a, b), weights.Score(b, a));
    }
  }
}

TEST(Weights, SayMoreOfARareValueThanOfACommonOne) {
  Table table({{FieldKind::kFamilyName, "family"}});
  std::vector<std::string> names(40, "王");
  names.insert(names.end(), {"爨", "爨"});
  table.Read(names.size(), 0, [&](size_t row, size_t) -> absl::string_view { return names[row]; });
  table.Seal();
  const Weights weights(ShippedModel(), table);
  size_t rare = 0;
  size_t common = 0;
  for (size_t record = 0; record < table.size(); ++record) (table.row(record) >= 40 ? rare : common) = record;
  EXPECT_GT(weights.Score(rare, rare), weights.Score(common, common) + 2);
}

TEST(Weights, OfTheEditionDependOnNoOtherRecord) {
  const Registers registers = InventRegisters(200, 1);
  const Table all = TownTable(registers);
  Table two(PersonFields());
  const size_t a = 3;
  const size_t b = all.rows(0) + 5;
  two.Read(1, 0, [&](size_t, size_t field) -> absl::string_view { return registers.clean[all.row(a)].cells[field]; });
  two.Read(1, 1, [&](size_t, size_t field) -> absl::string_view { return registers.copied[all.row(b)].cells[field]; });
  two.Seal();
  EXPECT_EQ(Weights::OfEdition(ShippedModel(), all, -9).Score(a, b),
            Weights::OfEdition(ShippedModel(), two, -9).Score(0, 1));
}

TEST(Weights, CountAFamilyNameAndAPlaceThatFamiliesShareForLittle) {
  // Couples: the same family name and place, other given names. And the same table without families.
  const auto place_weight = [](bool families) {
    Table table({{FieldKind::kGivenName, "given"},
                 {FieldKind::kFamilyName, "family"},
                 {FieldKind::kText, "street"},
                 {FieldKind::kNumber, "number"}});
    std::vector<std::array<std::string, 4>> rows;
    const char* const given[] = {"anna", "boris", "clara", "dmitri", "edith", "franz", "greta", "hugo"};
    for (int i = 0; i < 400; ++i) {
      const std::string house = std::to_string(i / 2);
      rows.push_back({given[families ? (i * 3) % 8 : (i / 2) % 8], "family" + house, "street" + house, house});
    }
    table.Read(rows.size(), 0, [&](size_t row, size_t field) -> absl::string_view { return rows[row][field]; });
    table.Seal();
    const Weights weights(ShippedModel(), table);
    size_t first = 0;
    size_t second = 0;
    for (size_t record = 0; record < table.size(); ++record) {
      if (table.row(record) == 10) first = record;
      if (table.row(record) == 11) second = record;
    }
    double weight = 0;
    for (const Agreement& agreement : weights.Explain(first, second))
      weight += agreement.field > 0 ? agreement.weight : 0;
    return weight + weights.prior();
  };
  EXPECT_LT(place_weight(true), 0) << "who share a house and a name are rather two";
  EXPECT_GT(place_weight(false), 2);
}

TEST(Weights, SeeNamesInEachOthersPlace) {
  Table table({{FieldKind::kGivenName, "given"}, {FieldKind::kFamilyName, "family"}});
  const std::vector<std::array<std::string, 2>> rows = {{"harley", "mccarthy"}, {"mccarthy", "harley"}, {"ann", "lee"}};
  table.Read(rows.size(), 0, [&](size_t row, size_t field) -> absl::string_view { return rows[row][field]; });
  table.Seal();
  const Weights weights(ShippedModel(), table);
  size_t a = 0;
  size_t b = 0;
  for (size_t record = 0; record < table.size(); ++record) {
    if (table.row(record) == 0) a = record;
    if (table.row(record) == 1) b = record;
  }
  const std::vector<Agreement> agreements = weights.Explain(a, b);
  EXPECT_TRUE(agreements[0].swapped);
  EXPECT_EQ(agreements[0].level, Level::kExact);
}

}  // namespace
}  // namespace lianfang::linkage
