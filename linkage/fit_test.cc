#include "linkage/fit.h"

#include <gtest/gtest.h>

#include "linkage/testing/persons.h"

namespace lianfang::linkage {
namespace {

Fit Fitted(const Registers& registers) {
  Table table(PersonFields());
  ReadRows(registers.clean, 0, 0, table);
  ReadRows(registers.copied, 1, 0, table);
  table.Seal();
  return FitModel(table, ShippedModel(), "next", 10, 2);
}

TEST(FitModel, LearnsHowOftenPersonsAgreeWithoutLabels) {
  // The registers lose a digit of the phone in 3 of 100 copies, and 5 of 100 persons have another one; sex is wrong in 1 of 100.
  const Fit fit = Fitted(InventRegisters(3000, 3));
  EXPECT_NEAR(fit.expected_matches, 2700, 60);
  EXPECT_EQ(fit.model.edition, "next");
  EXPECT_NEAR(fit.model.of(FieldKind::kCategory).m[static_cast<size_t>(Level::kExact)], 0.99, 0.01);
  EXPECT_NEAR(fit.model.of(FieldKind::kPhone).m[static_cast<size_t>(Level::kDifferent)], 0.05, 0.02);
  EXPECT_EQ(fit.model.of(FieldKind::kGivenName).m, ShippedModel().of(FieldKind::kGivenName).m) << "the table has none";
}

TEST(FitModel, GivesTheSameForTheSameRecords) {
  const Registers registers = InventRegisters(500, 3);
  EXPECT_EQ(Fitted(registers).model.of(FieldKind::kFullName).m, Fitted(registers).model.of(FieldKind::kFullName).m);
}

TEST(FitModel, EndsWhereItIsStopped) {
  Table table(PersonFields());
  const Registers registers = InventRegisters(300, 7);
  ReadRows(registers.clean, 0, 0, table);
  ReadRows(registers.copied, 1, 0, table);
  table.Seal();
  int asked = 0;
  const Fit fit = FitModel(table, ShippedModel(), "next", 10, 1, [&] { return ++asked > 3; });
  EXPECT_TRUE(fit.stopped);
  EXPECT_EQ(fit.rounds, 0);
}

}  // namespace
}  // namespace lianfang::linkage
