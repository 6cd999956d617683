// Returns held against the records of the department that filed them.
#include "services/exchange/domain/reconciliation/return_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/time.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/domain/reconciliation/evidence_reading.h"
#include "services/exchange/domain/reconciliation/figure_fields.h"
#include "services/exchange/domain/reconciliation/rule_book.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

absl::Time At(int year, int month, int day) { return absl::FromCivil(absl::CivilDay(year, month, day), Zone()); }

// After the period of 2025 and its 30 days.
const absl::Time kLater = At(2026, 6, 15);
const absl::Time kFiled = At(2026, 1, 10);

type::v1::Plan Plan() {
  type::v1::Plan plan = SamplePlan();
  type::v1::Period& period = *plan.add_periods();
  period.set_id("2025");
  *period.mutable_start_date() = ToDate(absl::CivilDay(2025, 1, 1));
  *period.mutable_end_date() = ToDate(absl::CivilDay(2025, 12, 31));
  plan.mutable_figures(0)->mutable_names()->set_zh("事故起数");
  return plan;
}

v1::FigureDefinition Definition(const std::string& figure, v1::FigureMeasure measure) {
  v1::FigureDefinition definition;
  definition.set_figure(figure);
  definition.set_kind(v1::RECORD_KIND_ACCIDENT);
  definition.set_measure(measure);
  return definition;
}

v1::AgreementTerms AccidentTerms(const std::vector<std::string>& fields = {"occurrence_time", "deaths", "missing"}) {
  v1::AgreementTerms terms;
  terms.set_kind(v1::RECORD_KIND_ACCIDENT);
  *terms.mutable_owner() = Owner("emergency");
  *terms.mutable_reader() = Owner("hrss");
  for (const std::string& field : fields) terms.add_fields(field);
  terms.add_purposes(v1::PURPOSE_RECONCILIATION);
  return terms;
}

// An accident of 2025 as emergency keeps it, known before the return was filed.
v1::Record AccidentOf2025(const std::string& id, int deaths, int version = 1, absl::Time published = At(2025, 8, 1)) {
  v1::Record record = Accident();
  record.set_name(absl::StrCat("records/accident/", id));
  record.set_version(version);
  *record.mutable_owner() = Owner("emergency");
  *record.mutable_publish_time() = ToTimestamp(published);
  *record.mutable_accident()->mutable_occurrence_time() = ToTimestamp(At(2025, 7, 20) + absl::Hours(10));
  record.mutable_accident()->set_deaths(deaths);
  return record;
}

FiledReturn Filed(int64_t accidents, int64_t deaths, absl::Time filed = kFiled) {
  FiledReturn one;
  one.revision = "plans/gaoping/returns/2025-140581-coal-mining/revisions/1";
  one.owner = Owner("emergency");
  one.region = "140581";
  one.industry = "coal-mining";
  one.period = "2025";
  one.filed = filed;
  one.numbers = {{"accidents", accidents}, {"deaths", deaths}};
  return one;
}

// What the rules find, and what they looked at.
struct Case {
  type::v1::Plan plan = Plan();
  std::vector<v1::AgreementTerms> terms = {AccidentTerms()};
  SharedRecords records;
  std::vector<v1::Link> links;
  std::vector<v1::FigureDefinition> definitions = {Definition("accidents", v1::FIGURE_MEASURE_RECORDS),
                                                   Definition("deaths", v1::FIGURE_MEASURE_DEATHS)};
  std::vector<FiledReturn> returns;
  VersionHistories histories;
  absl::Time now = kLater;
  bool away = false;

  ReconciliationView View() const {
    return {.plan = plan,
            .agreements = terms,
            .records = records,
            .links = links,
            .now = now,
            .zone = Zone(),
            .definitions = &definitions,
            .returns = away ? nullptr : &returns,
            .histories = &histories};
  }
  std::vector<v1::Discrepancy> Found() const { return FindReturnDiscrepancies(View()); }
  std::vector<std::string> Rules() const {
    std::vector<std::string> rules;
    for (const v1::Discrepancy& one : Found()) rules.push_back(one.rule());
    return rules;
  }
};

// Two accidents; one of them counts a death since its second version, published after the return was filed.
Case LaterDeathCase() {
  Case of;
  const v1::Record first = AccidentOf2025("a", 0);
  const v1::Record second = AccidentOf2025("a", 1, 2, At(2026, 2, 1));
  of.records = {second, AccidentOf2025("b", 1)};
  of.histories = {{"records/accident/a", {first, second}}, {"records/accident/b", {AccidentOf2025("b", 1)}}};
  of.returns = {Filed(2, 1)};
  return of;
}

TEST(ReturnTotalsTest, AReturnThatAgreesIsNoDiscrepancy) {
  Case of;
  of.records = {AccidentOf2025("a", 1), AccidentOf2025("b", 0)};
  of.returns = {Filed(2, 1)};
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(ReturnTotalsTest, NamesTheFiguresTheNumbersAndTheRecordsBehindThem) {
  Case of;
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
  Case of;
  of.records = {AccidentOf2025("a", 0), AccidentOf2025("b", 0, 1, At(2026, 3, 1))};
  of.returns = {Filed(1, 0)};
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1));
  ASSERT_EQ(found[0].evidence_size(), 2);
  EXPECT_EQ(found[0].evidence(1).record(), "records/accident/b/versions/1");
  EXPECT_TRUE(absl::StrContains(found[0].evidence(1).text().zh(), "报送后发布或更改"));
}

TEST(ReturnTotalsTest, NamesAHundredRecordsAndCountsTheRest) {
  Case of;
  for (int i = 0; i < 130; ++i) of.records.push_back(AccidentOf2025(absl::StrCat("r", i), 0));
  of.returns = {Filed(1, 0)};
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].evidence_size(), 101);
  EXPECT_EQ(found[0].evidence_count(), 130);
}

TEST(ReturnTotalsTest, OnlyRecordsOfTheOwnerTheRowAndThePeriodCount) {
  Case of;
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
  Case of;
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
  Case of;
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
  Case of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  of.returns[0].numbers = {{"deaths", 0}, {"cases", 7}};
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(LaterDeathTest, IsFoundInTheVersionThatCameAfterTheFiling) {
  const Case of = LaterDeathCase();
  const auto found = of.Found();
  ASSERT_THAT(found, SizeIs(1)) << "the totals do not report it once more";
  const v1::Discrepancy& one = found[0];
  EXPECT_EQ(one.rule(), "death-without-return");
  EXPECT_EQ(one.owner().department(), "emergency");
  ASSERT_EQ(one.evidence_size(), 3);
  EXPECT_EQ(one.evidence(0).record(), "records/accident/a/versions/2");
  EXPECT_EQ(one.evidence(1).record(), "records/accident/a/versions/1");
  EXPECT_EQ(one.evidence(2).filed_return(), of.returns[0].revision);
  EXPECT_EQ(one.figures(0).figure(), "deaths");
  EXPECT_FALSE(one.figures(0).has_difference());
}

TEST(LaterDeathTest, TheTotalsReportItWhereTheRuleIsOff) {
  Case of = LaterDeathCase();
  type::v1::DiscrepancyRule& rule = *of.plan.mutable_exchange()->add_rules();
  rule.set_id("death-without-return");
  rule.set_off(true);
  EXPECT_THAT(of.Rules(), ElementsAre("return-totals-differ"));
}

TEST(LaterDeathTest, ACorrectedReturnShowsIt) {
  Case of = LaterDeathCase();
  of.returns = {Filed(2, 2, At(2026, 2, 5))};
  EXPECT_THAT(of.Rules(), IsEmpty());
}

TEST(LaterDeathTest, AReturnFiledAfterThatVersionDiffersInItsTotals) {
  Case of = LaterDeathCase();
  of.returns = {Filed(2, 1, At(2026, 2, 5))};
  EXPECT_THAT(of.Rules(), ElementsAre("return-totals-differ"));
}

// Records that were published as one lot after the filing: the first version stands for what was known.
TEST(LaterDeathTest, CountsFromTheFirstVersionWhereNoneStoodAtTheFiling) {
  Case of = LaterDeathCase();
  of.returns = {Filed(2, 1, At(2025, 7, 25))};
  EXPECT_THAT(of.Rules(), ElementsAre("death-without-return"));
}

TEST(LaterDeathTest, WaitsUntilTheCasualtiesHaveSettled) {
  Case of = LaterDeathCase();
  of.now = At(2025, 8, 19);
  EXPECT_THAT(of.Rules(), IsEmpty()) << "30 days after the accident";
  of.now = At(2025, 8, 20);
  EXPECT_THAT(of.Rules(), ElementsAre("death-without-return"));
}

TEST(LaterDeathTest, AsksForTheHistoryOfFatalAccidentsAlone) {
  Case of = LaterDeathCase();
  of.records.push_back(AccidentOf2025("c", 0));
  EXPECT_THAT(AccidentsWithHistory(of.View()), ElementsAre("records/accident/a", "records/accident/b"));
  of.returns = {Filed(3, 2)};
  EXPECT_THAT(AccidentsWithHistory(of.View()), IsEmpty()) << "the return shows as many deaths";
}

v1::DiscrepancyRuleStatus StatusOf(const Case& of, const std::string& rule,
                                   const std::vector<v1::DiscrepancyRuleStatus>& before = {}) {
  for (const v1::DiscrepancyRuleStatus& status : RuleStatuses(of.View(), before))
    if (status.rule() == rule) return status;
  return {};
}

TEST(ReturnJudgementTest, SubmissionAwayCorrectsNothingAndTheRuleSaysSinceWhen) {
  Case of = LaterDeathCase();
  const v1::Discrepancy one = of.Found()[0];
  const v1::DiscrepancyRuleStatus applied = StatusOf(of, "death-without-return");
  EXPECT_EQ(FromTimestamp(applied.evaluate_time()), kLater);
  EXPECT_FALSE(applied.has_obstacle());
  EXPECT_TRUE(CanBeJudged(one, of.View()));
  of.away = true;
  of.now = kLater + absl::Hours(24);
  EXPECT_THAT(of.Rules(), IsEmpty());
  EXPECT_FALSE(CanBeJudged(one, of.View()));
  const v1::DiscrepancyRuleStatus obstructed = StatusOf(of, "death-without-return", {applied});
  EXPECT_EQ(FromTimestamp(obstructed.evaluate_time()), kLater);
  EXPECT_EQ(obstructed.obstacle().zh(), "暂时读不到报送数据");
}

TEST(ReturnJudgementTest, AnAgreementThatEndedCorrectsNothing) {
  Case of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  const v1::Discrepancy one = of.Found()[0];
  EXPECT_TRUE(CanBeJudged(one, of.View()));
  of.terms = {AccidentTerms({"deaths"})};
  EXPECT_FALSE(CanBeJudged(one, of.View()));
  EXPECT_EQ(StatusOf(of, "return-totals-differ").obstacle().zh(), "没有协议为数据比对提供所需的记录");
  of.definitions.clear();
  EXPECT_TRUE(StatusOf(of, "return-totals-differ").has_obstacle());
}

TEST(ReturnJudgementTest, IsReopenedWhenItsNumbersChangeAndNotWhenDefinitionsDo) {
  Case of;
  of.records = {AccidentOf2025("a", 1)};
  of.returns = {Filed(0, 1)};
  v1::Discrepancy one = Reconcile({}, of.Found(), of.plan, kLater, Zone()).changed[0];
  one.set_state(v1::DISCREPANCY_STATE_EXPLAINED);
  one.mutable_steps()->rbegin()->set_actor("spiffe://t/emergency");
  EXPECT_THAT(Reconcile({one}, of.Found(), of.plan, kLater, Zone()).changed, IsEmpty());
  of.returns[0].numbers["deaths"] = 0;
  const auto changed = Reconcile({one}, of.Found(), of.plan, kLater, Zone()).changed;
  ASSERT_THAT(changed, SizeIs(1));
  EXPECT_EQ(changed[0].state(), v1::DISCREPANCY_STATE_OPEN);
  std::vector<v1::Discrepancy> redefined = {one};
  redefined[0].mutable_figures(0)->set_any_industry(true);
  const auto quiet = Reconcile({one}, redefined, of.plan, kLater, Zone()).changed;
  ASSERT_THAT(quiet, SizeIs(1));
  EXPECT_EQ(quiet[0].state(), v1::DISCREPANCY_STATE_EXPLAINED);
}

TEST(FigureFieldsTest, WhatAFigureIsCountedFrom) {
  EXPECT_THAT(FieldsCounted(Definition("d", v1::FIGURE_MEASURE_DEATHS)),
              ElementsAre("occurrence_time", "deaths", "missing"));
  v1::FigureDefinition cases;
  cases.set_kind(v1::RECORD_KIND_DISEASE);
  cases.set_measure(v1::FIGURE_MEASURE_PERSONS);
  cases.set_exposure_below_months(60);
  EXPECT_THAT(FieldsCounted(cases),
              ElementsAre("diagnosis_date", "person.id_number", "exposure_years", "exposure_months"));
}

TEST(FigureFieldsTest, AFigureOfAnyIndustryNeedsAnAgreementOnAll) {
  v1::FigureDefinition definition = Definition("accidents", v1::FIGURE_MEASURE_RECORDS);
  v1::AgreementTerms terms = AccidentTerms();
  terms.add_industries("coal-mining");
  EXPECT_TRUE(GiveFigure({terms}, definition, Owner("emergency"), "140581", "coal-mining"));
  definition.set_any_industry(true);
  EXPECT_FALSE(GiveFigure({terms}, definition, Owner("emergency"), "140581", "coal-mining"));
}

TEST(EvidenceTest, RecordsAreShownAsFarAsTheReaderMaySeeThem) {
  Case of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  v1::Discrepancy one = of.Found()[0];
  const auto* const record = &*std::find_if(one.evidence().begin(), one.evidence().end(),
                                            [](const auto& evidence) { return !evidence.record().empty(); });
  v1::Link& link = *one.add_links();
  link.set_left(absl::StrCat(record->record(), "#1"));
  link.set_right(absl::StrCat(record->record().substr(0, record->record().find("/versions/")), "/versions/1#2"));
  const auto seen = [&](type::v1::Role role, const std::string& department) {
    Identity caller;
    caller.role = role;
    caller.region = "140581";
    caller.department = department;
    v1::Discrepancy shown = one;
    WithholdEvidence(caller, of.terms, shown);
    return absl::StrCat(shown.evidence_size(), " ", shown.withheld_evidence(), " ", shown.links_size());
  };
  EXPECT_EQ(seen(type::v1::ROLE_LIAISON, "emergency"), "2 0 1") << "its own";
  EXPECT_EQ(seen(type::v1::ROLE_OFFICE, "hrss"), "2 0 1") << "reads such records";
  EXPECT_EQ(seen(type::v1::ROLE_OBSERVER, "union"), "1 1 0") << "the return alone, and no link to what is withheld";
  EXPECT_EQ(seen(type::v1::ROLE_AUDITOR, "audit"), "2 0 1");
}

// Deny by default: each part of an agreement must give what the evidence tells.
TEST(EvidenceTest, AReaderIsShownOnlyWhatTheAgreementGives) {
  Case of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  const v1::Discrepancy one = of.Found()[0];
  ASSERT_EQ(one.evidence_size(), 2);
  EXPECT_EQ(one.evidence(1).region(), "140581");
  EXPECT_EQ(one.evidence(1).industry(), "coal-mining");
  EXPECT_THAT(one.evidence(1).fields(), ElementsAre("occurrence_time"));
  Identity office;
  office.role = type::v1::ROLE_OFFICE;
  office.region = "140581";
  office.department = "hrss";
  const auto shown = [&](const v1::AgreementTerms& terms, const v1::Discrepancy& discrepancy) {
    v1::Discrepancy seen = discrepancy;
    WithholdEvidence(office, {terms}, seen);
    return seen.withheld_evidence() == 0;
  };
  EXPECT_TRUE(shown(AccidentTerms(), one));
  v1::AgreementTerms terms = AccidentTerms();
  terms.add_regions("140525");
  EXPECT_FALSE(shown(terms, one)) << "of another region";
  terms.set_regions(0, "140500");
  EXPECT_TRUE(shown(terms, one)) << "the city covers the county";
  terms = AccidentTerms();
  terms.add_industries("construction");
  EXPECT_FALSE(shown(terms, one)) << "of another industry";
  terms = AccidentTerms();
  terms.set_purposes(0, v1::PURPOSE_BUSINESS);
  EXPECT_FALSE(shown(terms, one)) << "for another purpose";
  EXPECT_FALSE(shown(AccidentTerms({"deaths", "missing"}), one)) << "the day is told and not given";
  v1::Discrepancy before = one;
  before.mutable_evidence(1)->clear_fields();
  EXPECT_FALSE(shown(AccidentTerms(), before)) << "what it tells is not known";
}

TEST(EvidenceTest, ALinkToARecordThatIsNoEvidenceIsWithheld) {
  Case of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  v1::Discrepancy one = of.Found()[0];
  v1::Link& link = *one.add_links();
  link.set_left("records/accident/a/versions/1#1");
  link.set_right("records/injury/of-somebody/versions/1");
  Identity office;
  office.role = type::v1::ROLE_OFFICE;
  office.region = "140581";
  office.department = "hrss";
  WithholdEvidence(office, of.terms, one);
  EXPECT_EQ(one.withheld_evidence(), 0);
  EXPECT_EQ(one.links_size(), 0);
}

TEST(EvidenceTest, WhatIsKnownOfItsScopeIsRenewedWithoutReopening) {
  Case of;
  of.records = {AccidentOf2025("a", 0)};
  of.returns = {Filed(0, 0)};
  v1::Discrepancy one = Reconcile({}, of.Found(), of.plan, kLater, Zone()).changed[0];
  one.set_state(v1::DISCREPANCY_STATE_EXPLAINED);
  one.mutable_steps()->rbegin()->set_actor("spiffe://t/emergency");
  one.mutable_evidence(1)->clear_region();
  one.mutable_evidence(1)->clear_fields();
  const auto changed = Reconcile({one}, of.Found(), of.plan, kLater, Zone()).changed;
  ASSERT_THAT(changed, SizeIs(1));
  EXPECT_EQ(changed[0].state(), v1::DISCREPANCY_STATE_EXPLAINED);
  EXPECT_EQ(changed[0].evidence(1).region(), "140581");
}

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
Case InjuryDeathCase() {
  Case of;
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
  Case of = InjuryDeathCase();
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
  Case of = InjuryDeathCase();
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
  const auto rules = [](const std::function<void(Case&)>& change) {
    Case of = InjuryDeathCase();
    change(of);
    return of.Rules();
  };
  const auto accident = [](Case& of) -> v1::AccidentRecord& { return *of.records[0].mutable_accident(); };
  EXPECT_THAT(rules([](Case& of) { of.links[0].set_state(v1::LINK_STATE_UNCERTAIN); }), IsEmpty());
  EXPECT_THAT(rules([&](Case& of) { accident(of).mutable_casualties(0)->clear_outcome(); }), IsEmpty())
      << "the outcome is not given";
  EXPECT_THAT(rules([&](Case& of) {
                accident(of).set_deaths(1);
                of.returns = {Filed(1, 1)};
              }),
              IsEmpty())
      << "the accident may count him without his name";
  EXPECT_THAT(rules([](Case& of) { of.links.clear(); }), IsEmpty()) << "the accident has casualties without a name";
  EXPECT_THAT(rules([](Case& of) { of.records[1].mutable_injury()->set_from_accident(false); }), IsEmpty());
  EXPECT_THAT(rules([](Case& of) { of.records[1].mutable_injury()->clear_death_date(); }), IsEmpty());
  EXPECT_THAT(rules([](Case& of) { of.now = At(2025, 8, 1); }), IsEmpty()) << "30 days after the accident";
}

TEST(ReturnRulesTest, ARunThatIsStoppedLooksAtNoMoreReturns) {
  Case of = LaterDeathCase();
  ReconciliationView view = of.View();
  int asked = 0;
  view.stopped = [&asked] { return ++asked > 0; };
  EXPECT_THAT(FindReturnDiscrepancies(view), IsEmpty());
  EXPECT_THAT(AccidentsWithHistory(view), IsEmpty());
  EXPECT_EQ(asked, 2);
}

TEST(ReturnFactsTest, OnlyWhatIsInForceIsHeldAgainstRecords) {
  submission::v1::Obligation owed;
  owed.set_name("plans/p/obligations/o");
  owed.set_department("emergency");
  owed.set_acting_region("140581");
  owed.set_period("2025");
  submission::v1::Return filed;
  filed.set_obligation(owed.name());
  filed.set_state(submission::v1::RETURN_STATE_SUBMITTED);
  filed.mutable_latest()->set_name("plans/p/returns/o/revisions/2");
  filed.mutable_latest()->add_figures()->set_figure("accidents");
  filed.mutable_latest()->mutable_figures(0)->set_number(3);
  filed.mutable_latest()->add_figures()->set_figure("deaths");
  filed.mutable_latest()->mutable_figures(1)->mutable_not_applicable()->set_reason("无");
  const auto in_force = ReturnsInForce({owed}, {filed});
  ASSERT_THAT(in_force, SizeIs(1));
  EXPECT_EQ(in_force[0].owner.department(), "emergency");
  EXPECT_EQ(in_force[0].numbers, (std::map<std::string, int64_t>{{"accidents", 3}}));
  EXPECT_EQ(ReturnNameOf(in_force[0]), "plans/p/returns/o");
  filed.set_state(submission::v1::RETURN_STATE_SENT_BACK);
  EXPECT_THAT(ReturnsInForce({owed}, {filed}), IsEmpty());
  filed.set_state(submission::v1::RETURN_STATE_AWAITING_SIGN_OFF);
  filed.mutable_in_force()->set_name("plans/p/returns/o/revisions/1");
  EXPECT_EQ(ReturnsInForce({owed}, {filed})[0].revision, "plans/p/returns/o/revisions/1");
  EXPECT_THAT(ReturnsInForce({}, {filed}), IsEmpty());
}

}  // namespace
}  // namespace lianfang::exchange
