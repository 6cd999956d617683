// Deaths that only a work-injury case shows.
#include "services/exchange/domain/reconciliation/injury_deaths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "common/time.h"
#include "services/exchange/domain/testing/return_case.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Somebody who was injured in July 2025 and whose case says that he died.
v1::Record DeathInACase() {
  v1::Record injury = Injury();
  injury.set_name("records/injury/i");
  *injury.mutable_owner() = Owner("hrss");
  *injury.mutable_injury()->mutable_injury_date() = ToDate(absl::CivilDay(2025, 7, 20));
  *injury.mutable_injury()->mutable_death_date() = ToDate(absl::CivilDay(2025, 9, 1));
  return injury;
}

v1::AgreementTerms InjuryTerms() {
  v1::AgreementTerms terms;
  terms.set_kind(v1::RECORD_KIND_INJURY);
  *terms.mutable_owner() = Owner("hrss");
  *terms.mutable_reader() = Owner("emergency");
  for (const char* field : {"injury_date", "from_accident", "death_date"}) terms.add_fields(field);
  return terms;
}

// The accident of July has one casualty, slightly injured, who is the person of the case.
ReturnCase InjuryDeathCase() {
  ReturnCase of;
  v1::Record accident = AccidentOf2025("a", 0);
  accident.mutable_accident()->mutable_casualties(0)->set_outcome(v1::CASUALTY_OUTCOME_SLIGHTLY_INJURED);
  of.records = {accident, DeathInACase()};
  of.terms = {AccidentTerms({"occurrence_time", "deaths", "missing", "casualties.outcome"}), InjuryTerms()};
  v1::Link& link = of.links.emplace_back();
  link.set_left("records/accident/a/versions/1#1");
  link.set_right("records/injury/i/versions/1");
  link.set_state(v1::LINK_STATE_LINKED);
  of.returns = {Filed(1, 0)};
  return of;
}

TEST(InjuryDeathTest, ADeathKnownOnlyFromACaseIsHeldAgainstTheReturn) {
  ReturnCase of = InjuryDeathCase();
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].rule(), "death-without-return");
  EXPECT_EQ(found[0].owner().department(), "emergency");
  EXPECT_EQ(found[0].period() + found[0].region() + found[0].industry(), "2025140581coal-mining");
  ASSERT_EQ(found[0].evidence_size(), 3);
  EXPECT_EQ(found[0].evidence(0).record(), "records/injury/i/versions/1");
  EXPECT_EQ(found[0].evidence(1).record(), "records/accident/a/versions/1#1");
  EXPECT_EQ(found[0].evidence(2).filed_return(), of.returns[0].revision);
  EXPECT_EQ(found[0].figures(0).figure(), "deaths");
  EXPECT_EQ(found[0].links_size(), 1);
  of.returns = {Filed(1, 1)};
  EXPECT_THAT(of.Rules(), ElementsAre("return-totals-differ")) << "the return shows it; the accident's record does not";
}

TEST(InjuryDeathTest, WhereNobodyReportedTheAccidentItIsOfTheIndustrysDepartment) {
  ReturnCase of = InjuryDeathCase();
  of.plan.mutable_industries(0)->set_responsible_department("emergency");
  of.records = {DeathInACase()};
  of.links.clear();
  of.returns = {Filed(0, 0)};
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].evidence_size(), 2);
  of.plan.mutable_industries(0)->set_responsible_department("housing");
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(InjuryDeathTest, NothingIsConcludedFromWhatIsUncertain) {
  const auto rules = [](const std::function<void(ReturnCase&)>& change) {
    ReturnCase of = InjuryDeathCase();
    change(of);
    return of.Rules();
  };
  const auto accident = [](ReturnCase& of) -> v1::AccidentRecord& { return *of.records[0].mutable_accident(); };
  EXPECT_THAT(rules([](ReturnCase& of) { of.links[0].set_state(v1::LINK_STATE_UNCERTAIN); }), IsEmpty());
  EXPECT_THAT(rules([&](ReturnCase& of) { accident(of).mutable_casualties(0)->clear_outcome(); }), IsEmpty())
      << "the outcome is not given";
  EXPECT_THAT(rules([&](ReturnCase& of) {
                accident(of).set_deaths(1);
                of.returns = {Filed(1, 1)};
              }),
              IsEmpty())
      << "the accident may count him without his name";
  EXPECT_THAT(rules([](ReturnCase& of) { of.links.clear(); }), IsEmpty())
      << "the accident has casualties without a name";
  EXPECT_THAT(rules([](ReturnCase& of) { of.records[1].mutable_injury()->set_from_accident(false); }), IsEmpty());
  EXPECT_THAT(rules([](ReturnCase& of) { of.records[1].mutable_injury()->clear_death_date(); }), IsEmpty());
  EXPECT_THAT(rules([](ReturnCase& of) { of.now = At(2025, 8, 1); }), IsEmpty()) << "30 days after the accident";
}

}  // namespace
}  // namespace lianfang::exchange
