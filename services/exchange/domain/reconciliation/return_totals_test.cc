// Totals of returns held against the records of the department that filed them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/exchange/domain/reconciliation/return_rules.h"
#include "services/exchange/domain/testing/return_case.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(ReturnTotalsTest, AReturnThatAgreesIsNoDiscrepancy) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 1), AccidentOf2025("b", 0)};
  of.returns = {Filed(2, 1)};
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(ReturnTotalsTest, NamesTheFiguresTheNumbersAndTheRecordsBehindThem) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 1), AccidentOf2025("b", 0)};
  of.returns = {Filed(1, 1)};
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1));
  const v1::Discrepancy& one = found[0];
  EXPECT_EQ(one.rule(), "return-totals-differ");
  EXPECT_EQ(one.owner().department(), "emergency");
  EXPECT_EQ(one.period() + one.region() + one.industry(), "2025140581coal-mining");
  ASSERT_EQ(one.figures_size(), 1) << "deaths agree";
  EXPECT_EQ(one.figures(0).figure(), "accidents");
  EXPECT_EQ(one.figures(0).difference().filed(), 1);
  EXPECT_EQ(one.figures(0).difference().counted(), 2);
  ASSERT_EQ(one.evidence_size(), 3);
  EXPECT_EQ(one.evidence(0).filed_return(), of.returns[0].revision);
  EXPECT_EQ(one.evidence(0).text().zh(), "事故起数 报送 1、记录 2");
  EXPECT_EQ(one.evidence(1).record(), "records/accident/a/versions/1");
  EXPECT_EQ(one.evidence(1).text().zh(), "2025-07-20 计入 事故起数 1");
}

TEST(ReturnTotalsTest, RecordsPublishedSinceTheFilingAreTheVeryOnesWhereTheyAccountForIt) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 0), AccidentOf2025("b", 0, 1, At(2026, 3, 1))};
  of.returns = {Filed(1, 0)};
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1));
  ASSERT_EQ(found[0].evidence_size(), 2);
  EXPECT_EQ(found[0].evidence(1).record(), "records/accident/b/versions/1");
  EXPECT_TRUE(absl::StrContains(found[0].evidence(1).text().zh(), "报送后发布或更改"));
}

TEST(ReturnTotalsTest, NamesAHundredRecordsAndCountsTheRest) {
  ReturnCase of;
  for (int i = 0; i < 130; ++i) of.records.push_back(AccidentOf2025(absl::StrCat("r", i), 0));
  of.returns = {Filed(1, 0)};
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].evidence_size(), 101);
  EXPECT_EQ(found[0].evidence_count(), 130);
}

TEST(ReturnTotalsTest, OnlyRecordsOfTheOwnerTheRowAndThePeriodCount) {
  ReturnCase of;
  v1::Record foreign = AccidentOf2025("a", 0);
  *foreign.mutable_owner() = Owner("housing");
  v1::Record elsewhere = AccidentOf2025("b", 0);
  elsewhere.set_region("140525");
  v1::Record other_row = AccidentOf2025("c", 0);
  other_row.set_industry("construction");
  v1::Record other_year = AccidentOf2025("d", 0);
  *other_year.mutable_accident()->mutable_occurrence_time() = ToTimestamp(At(2024, 7, 20));
  of.records = {foreign, elsewhere, other_row, other_year};
  of.returns = {Filed(0, 0)};
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(ReturnTotalsTest, WaitsUntilThePeriodHasSettled) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  of.now = At(2026, 1, 30);
  EXPECT_THAT(of.Rules(), IsEmpty()) << "30 days after the period";
  of.now = At(2026, 1, 31);
  EXPECT_THAT(of.Rules(), SizeIs(1));
  type::v1::DiscrepancyRule& rule = *of.plan.mutable_exchange()->add_rules();
  rule.set_id("return-totals-differ");
  rule.set_days(60);
  EXPECT_THAT(of.Rules(), IsEmpty());
  rule.set_days(0);
  rule.set_off(true);
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(ReturnTotalsTest, NothingIsConcludedFromFieldsThatNoAgreementGives) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  of.terms = {AccidentTerms({"deaths", "missing"})};
  EXPECT_THAT(of.Rules(), IsEmpty()) << "without the day no period";
  of.terms = {AccidentTerms()};
  of.terms[0].add_industries("construction");
  EXPECT_THAT(of.Rules(), IsEmpty()) << "of other industries";
  of.terms = {AccidentTerms()};
  *of.terms[0].mutable_owner() = Owner("housing");
  EXPECT_THAT(of.Rules(), IsEmpty()) << "of another owner";
}

TEST(ReturnTotalsTest, AFigureWithoutDefinitionOrStatementIsNotCompared) {
  ReturnCase of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  of.returns[0].numbers = {{"deaths", 0}, {"cases", 7}};
  EXPECT_THAT(of.Rules(), IsEmpty());
}

}  // namespace
}  // namespace lianfang::exchange
