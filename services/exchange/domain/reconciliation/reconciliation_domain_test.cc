// Links, rules and the life of discrepancies, from records to duties.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/time.h"
#include "duties/duty.h"
#include "services/exchange/domain/agreement/fields.h"
#include "services/exchange/domain/reconciliation/discrepancy_duty.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/domain/reconciliation/discrepancy_rules.h"
#include "services/exchange/domain/reconciliation/model_editions.h"
#include "services/exchange/domain/reconciliation/record_links.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A record as it is shared: with its name and owner.
v1::Record Shared(v1::Record record, const std::string& department, const std::string& id) {
  const char* const words[] = {"", "person", "accident", "disease", "injury", "training", "employer"};
  record.set_name(absl::StrCat("records/", words[record.kind()], "/", id));
  *record.mutable_owner() = Owner(department);
  return record;
}

v1::Record OldAccident(const std::string& id = "a") {
  v1::Record record = Shared(Accident(), "emergency", id);
  *record.mutable_accident()->mutable_occurrence_time() = ToTimestamp(Now() - absl::Hours(24 * 75));  // 2026-04-01
  return record;
}

v1::Record Applied(v1::Record record) {
  *record.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 10));
  record.mutable_injury()->set_decision(v1::INJURY_DECISION_RECOGNISED);
  return record;
}

v1::AgreementTerms Terms(v1::RecordKind kind, const std::string& department) {
  v1::AgreementTerms terms;
  terms.set_kind(kind);
  *terms.mutable_owner() = Owner(department);
  for (const std::string& field : LeavesOf(kind)) terms.add_fields(field);
  return terms;
}

// What is found in records, with agreements on all kinds.
class Found {
 public:
  explicit Found(SharedRecords records, absl::Time now = Now(), const LinkDecisions& decided = {})
      : records_(std::move(records)),
        links_(LinksOf(records_, kPlan, decided, ReconciliationModelOf(nullptr), Zone())),
        discrepancies_(FindDiscrepancies({plan_, terms_, records_, links_, now, Zone()})) {}

  const std::vector<v1::Link>& links() const { return links_; }
  const std::vector<v1::Discrepancy>& discrepancies() const { return discrepancies_; }
  std::vector<std::string> rules() const {
    std::vector<std::string> rules;
    for (const v1::Discrepancy& one : discrepancies_) rules.push_back(one.rule());
    std::sort(rules.begin(), rules.end());
    return rules;
  }

 private:
  type::v1::Plan plan_ = SamplePlan();
  std::vector<v1::AgreementTerms> terms_ = {
      Terms(v1::RECORD_KIND_ACCIDENT, "emergency"), Terms(v1::RECORD_KIND_INJURY, "hrss"),
      Terms(v1::RECORD_KIND_DISEASE, "health"), Terms(v1::RECORD_KIND_PERSON, "hrss"),
      Terms(v1::RECORD_KIND_TRAINING, "emergency")};
  SharedRecords records_;
  std::vector<v1::Link> links_;
  std::vector<v1::Discrepancy> discrepancies_;
};

TEST(LinksOfTest, LinksACasualtyWithItsCaseAndExplainsIt) {
  const Found found({OldAccident(), Applied(Shared(Injury(), "hrss", "i"))});
  ASSERT_THAT(found.links(), SizeIs(1));
  const v1::Link& link = found.links()[0];
  EXPECT_EQ(link.state(), v1::LINK_STATE_LINKED);
  EXPECT_EQ(link.left(), "records/accident/a/versions/1#1");
  EXPECT_EQ(link.right(), "records/injury/i/versions/1");
  EXPECT_EQ(link.model_edition(), "2026-1");
  EXPECT_EQ(link.agreements(1).field(), "id_number");
  EXPECT_EQ(link.agreements(1).level(), v1::AGREEMENT_LEVEL_EXACT);
  EXPECT_THAT(found.rules(), IsEmpty());
}

TEST(LinksOfTest, DoesNotDependOnTheOrderOfRecordsOrOnOthers) {
  v1::Record other = OldAccident("b");
  other.mutable_accident()->mutable_casualties(0)->mutable_person()->set_display_name("李四");
  other.mutable_accident()->mutable_casualties(0)->mutable_person()->set_id_number(kOtherIdNumber);
  const v1::Record injury = Applied(Shared(Injury(), "hrss", "i"));
  const auto alone = LinksOf({OldAccident(), injury}, kPlan, {}, ReconciliationModelOf(nullptr), Zone());
  const auto one_way = LinksOf({OldAccident(), other, injury}, kPlan, {}, ReconciliationModelOf(nullptr), Zone());
  const auto other_way = LinksOf({injury, other, OldAccident()}, kPlan, {}, ReconciliationModelOf(nullptr), Zone());
  ASSERT_THAT(one_way, SizeIs(1));
  EXPECT_EQ(one_way[0].SerializeAsString(), other_way[0].SerializeAsString());
  EXPECT_EQ(one_way[0].SerializeAsString(), alone[0].SerializeAsString());
}

TEST(LinksOfTest, ACaseOfAnotherDayIsNoneOfTheAccidents) {
  v1::Record injury = Applied(Shared(Injury(), "hrss", "i"));
  *injury.mutable_injury()->mutable_injury_date() = ToDate(absl::CivilDay(2026, 4, 8));
  EXPECT_THAT(Found({OldAccident(), injury}).links(), IsEmpty());
}

// A name of the same sound and the same employer, and nothing else: a person is asked, and nothing is concluded meanwhile.
SharedRecords Doubtful() {
  v1::Record accident = OldAccident();
  v1::Person& casualty = *accident.mutable_accident()->mutable_casualties(0)->mutable_person();
  casualty.clear_id_number();
  casualty.clear_phone();
  v1::Record injury = Applied(Shared(Injury(), "hrss", "i"));
  injury.mutable_injury()->mutable_person()->clear_phone();
  injury.mutable_injury()->mutable_person()->set_display_name("欧阳晓明");
  return {accident, injury};
}

TEST(LinksOfTest, AsksAPersonAboutWhatIsUncertain) {
  const Found found(Doubtful());
  ASSERT_THAT(found.links(), SizeIs(1));
  EXPECT_EQ(found.links()[0].state(), v1::LINK_STATE_UNCERTAIN) << found.links()[0].probability();
  EXPECT_THAT(found.rules(), IsEmpty());
}

TEST(LinksOfTest, KeepsToWhatAPersonDecided) {
  const std::pair<std::string, std::string> pair = {"records/accident/a/versions/1#1", "records/injury/i/versions/1"};
  const Found confirmed(Doubtful(), Now(), {{pair, true}});
  EXPECT_EQ(confirmed.links()[0].state(), v1::LINK_STATE_CONFIRMED);
  EXPECT_THAT(confirmed.rules(), IsEmpty());
  const Found rejected(Doubtful(), Now(), {{pair, false}});
  EXPECT_EQ(rejected.links()[0].state(), v1::LINK_STATE_REJECTED);
  EXPECT_THAT(rejected.rules(), ElementsAre("injured-without-application"));
}

TEST(LinksOfTest, ADecisionStandsWhereNothingElseBringsTheTwoTogether) {
  SharedRecords records = Doubtful();
  v1::Person& person = *records[1].mutable_injury()->mutable_person();
  person = v1::Person();
  person.set_display_name("王五");
  records[1].mutable_injury()->mutable_employer()->set_display_name("别的公司");
  records[1].mutable_injury()->mutable_employer()->clear_credit_code();
  ASSERT_THAT(Found(records).links(), IsEmpty());
  const std::pair<std::string, std::string> pair = {"records/accident/a/versions/1#1", "records/injury/i/versions/1"};
  const Found confirmed(records, Now(), {{pair, true}});
  ASSERT_THAT(confirmed.links(), SizeIs(1));
  EXPECT_EQ(confirmed.links()[0].state(), v1::LINK_STATE_CONFIRMED);
}

TEST(DiscrepancyRulesTest, CasualtyWithoutApplicationAfterThirtyDays) {
  const Found found({OldAccident()});
  ASSERT_THAT(found.rules(), ElementsAre("injured-without-application"));
  const v1::Discrepancy& one = found.discrepancies()[0];
  EXPECT_EQ(one.owner().department(), "hrss");
  EXPECT_EQ(one.period(), "2026");
  EXPECT_EQ(one.evidence(0).record(), "records/accident/a/versions/1#1");
  EXPECT_EQ(one.evidence(0).text().zh().find("欧阳"), std::string::npos) << "no names of persons";
  EXPECT_THAT(Found({OldAccident()}, Now() - absl::Hours(24 * 45)).rules(), IsEmpty()) << "30 days have not passed";
  EXPECT_THAT(Found({OldAccident()}, Now() - absl::Hours(24 * 44)).rules(), SizeIs(1));
}

TEST(DiscrepancyRulesTest, CaseWithoutAnApplicationDay) {
  EXPECT_THAT(Found({OldAccident(), Shared(Injury(), "hrss", "i")}).rules(),
              ElementsAre("injured-without-application"));
}

TEST(DiscrepancyRulesTest, ApplicationWithoutDecisionAfterSixtyDays) {
  v1::Record injury = Shared(Injury(), "hrss", "i");
  injury.mutable_injury()->set_from_accident(false);
  *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 10));
  EXPECT_THAT(Found({injury}).rules(), ElementsAre("application-without-decision"));
  *injury.mutable_injury()->mutable_acceptance_date() = ToDate(absl::CivilDay(2026, 4, 20));
  EXPECT_THAT(Found({injury}).rules(), IsEmpty()) << "56 days since it was accepted";
}

TEST(DiscrepancyRulesTest, WorkInjuryByAnAccidentThatNobodyReported) {
  const v1::Record injury = Applied(Shared(Injury(), "hrss", "i"));
  const Found found({injury});
  ASSERT_THAT(found.rules(), ElementsAre("accident-not-reported"));
  EXPECT_EQ(found.discrepancies()[0].owner().department(), "emergency");
  // An accident of that day with casualties who are not named is a report.
  v1::Record accident = OldAccident();
  accident.mutable_accident()->clear_casualties();
  EXPECT_THAT(Found({injury, accident}).rules(), IsEmpty());
}

TEST(DiscrepancyRulesTest, ReportCardWithoutRecognition) {
  const v1::Record card = Shared(Disease(), "health", "d");
  EXPECT_THAT(Found({card}).rules(), ElementsAre("disease-without-recognition"));
  v1::Record injury = Applied(Shared(Injury(), "hrss", "i"));
  injury.mutable_injury()->set_from_accident(false);
  injury.mutable_injury()->set_from_disease(true);
  *injury.mutable_injury()->mutable_injury_date() = card.disease().diagnosis_date();
  EXPECT_THAT(Found({card, injury}).rules(), IsEmpty());
}

TEST(DiscrepancyRulesTest, TrainingAndKeyPositionsContradictEachOther) {
  v1::Record person = Shared(PersonInPosition(), "hrss", "p");
  *person.mutable_person()->mutable_start_date() = ToDate(absl::CivilDay(2020, 1, 1));
  const v1::Record training = Shared(Training(), "emergency", "t");
  EXPECT_THAT(Found({person, training}).rules(), IsEmpty());
  EXPECT_THAT(Found({person}).rules(), ElementsAre("key-person-without-attendance"));
  EXPECT_THAT(Found({training}).rules(), ElementsAre("attendance-without-position"));
  v1::Record failed = training;
  failed.mutable_training()->set_result(v1::TRAINING_RESULT_FAILED);
  EXPECT_THAT(Found({person, failed}).rules(), ElementsAre("key-person-without-attendance"));
}

TEST(DiscrepancyRulesTest, PlansSwitchRulesOffAndSetTheirDays) {
  type::v1::Plan plan = SamplePlan();
  const SharedRecords records = {OldAccident()};
  const std::vector<v1::AgreementTerms> terms = {Terms(v1::RECORD_KIND_ACCIDENT, "emergency"),
                                                 Terms(v1::RECORD_KIND_INJURY, "hrss")};
  type::v1::DiscrepancyRule& rule = *plan.mutable_exchange()->add_rules();
  rule.set_id("injured-without-application");
  rule.set_days(100);
  EXPECT_THAT(FindDiscrepancies({plan, terms, records, {}, Now(), Zone()}), IsEmpty());
  rule.set_days(70);
  EXPECT_THAT(FindDiscrepancies({plan, terms, records, {}, Now(), Zone()}), SizeIs(1));
  rule.set_off(true);
  EXPECT_THAT(FindDiscrepancies({plan, terms, records, {}, Now(), Zone()}), IsEmpty());
}

TEST(DiscrepancyRulesTest, NothingIsConcludedFromRecordsThatNoAgreementGives) {
  const type::v1::Plan plan = SamplePlan();
  const SharedRecords records = {OldAccident()};
  const std::vector<v1::AgreementTerms> terms = {Terms(v1::RECORD_KIND_ACCIDENT, "emergency")};
  EXPECT_THAT(FindDiscrepancies({plan, terms, records, {}, Now(), Zone()}), IsEmpty());
}

TEST(DiscrepancyRulesTest, NothingIsMissingInRegionsIndustriesAndFieldsThatNoAgreementGives) {
  const type::v1::Plan plan = SamplePlan();
  const SharedRecords accident = {OldAccident()};
  const v1::AgreementTerms accidents = Terms(v1::RECORD_KIND_ACCIDENT, "emergency");
  v1::AgreementTerms injuries = Terms(v1::RECORD_KIND_INJURY, "hrss");
  const auto rules = [&](const SharedRecords& records) {
    std::vector<std::string> ids;
    const std::vector<v1::AgreementTerms> terms = {accidents, injuries};
    for (const auto& one : FindDiscrepancies({plan, terms, records, {}, Now(), Zone()})) ids.push_back(one.rule());
    return ids;
  };
  EXPECT_THAT(rules(accident), ElementsAre("injured-without-application"));
  injuries.add_regions("140525");
  EXPECT_THAT(rules(accident), IsEmpty()) << "cases of this region may not be read";
  injuries.clear_regions();
  injuries.add_industries("construction");
  EXPECT_THAT(rules(accident), IsEmpty());
  SharedRecords of_no_industry = accident;
  of_no_industry[0].clear_industry();
  EXPECT_THAT(rules(of_no_industry), IsEmpty());
  injuries.add_industries("coal-mining");
  EXPECT_THAT(rules(of_no_industry), SizeIs(1)) << "every industry of the plan";
  v1::Record undecided = Shared(Injury(), "hrss", "i");
  undecided.mutable_injury()->set_from_accident(false);
  *undecided.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 1));
  EXPECT_THAT(rules({undecided}), ElementsAre("application-without-decision"));
  injuries.clear_fields();
  injuries.add_fields("application_date");
  EXPECT_THAT(rules({undecided}), IsEmpty()) << "whether it was decided is not given";
}

TEST(DiscrepancyRulesTest, AnAgreementThatWasNarrowedCorrectsNothing) {
  const v1::Discrepancy one = Found({OldAccident()}).discrepancies()[0];
  const type::v1::Plan plan = SamplePlan();
  const auto judged = [&](const v1::AgreementTerms& accidents, const v1::AgreementTerms& injuries) {
    const std::vector<v1::AgreementTerms> terms = {accidents, injuries};
    return CanBeJudged(one, {plan, terms, {}, {}, Now(), Zone()});
  };
  const v1::AgreementTerms accidents = Terms(v1::RECORD_KIND_ACCIDENT, "emergency");
  const v1::AgreementTerms injuries = Terms(v1::RECORD_KIND_INJURY, "hrss");
  EXPECT_TRUE(judged(accidents, injuries));
  v1::AgreementTerms elsewhere = accidents;
  elsewhere.add_regions("140525");
  EXPECT_FALSE(judged(elsewhere, injuries));
  v1::AgreementTerms other = injuries;
  other.add_industries("construction");
  EXPECT_FALSE(judged(accidents, other));
  v1::AgreementTerms without_day = accidents;
  without_day.clear_fields();
  without_day.add_fields("deaths");
  EXPECT_FALSE(judged(without_day, injuries));
}

TEST(DiscrepancyRulesTest, AnAgreementThatEndedCorrectsNothing) {
  const v1::Discrepancy one = Found({OldAccident()}).discrepancies()[0];
  const v1::AgreementTerms accidents = Terms(v1::RECORD_KIND_ACCIDENT, "emergency");
  const v1::AgreementTerms injuries = Terms(v1::RECORD_KIND_INJURY, "hrss");
  const type::v1::Plan plan = SamplePlan();
  const auto judged = [&](const std::vector<v1::AgreementTerms>& terms) {
    return CanBeJudged(one, {plan, terms, {}, {}, Now(), Zone()});
  };
  EXPECT_TRUE(judged({accidents, injuries}));
  EXPECT_FALSE(judged({accidents}));
  EXPECT_FALSE(judged({Terms(v1::RECORD_KIND_ACCIDENT, "transport"), injuries}));
}

Identity Caller(type::v1::Role role, const std::string& department, const std::string& region = "140581") {
  return {.uri = absl::StrCat("spiffe://t/", department),
          .region = region,
          .department = department,
          .role = role,
          .person = "",
          .service = ""};
}

const Identity kHrss = Caller(type::v1::ROLE_LIAISON, "hrss");

v1::Discrepancy Opened() {
  return Reconcile({}, Found({OldAccident()}).discrepancies(), SamplePlan(), Now(), Zone()).changed[0];
}

TEST(DiscrepancyLifeTest, OpensWithADeadlineFromThePlan) {
  const v1::Discrepancy one = Opened();
  EXPECT_EQ(one.state(), v1::DISCREPANCY_STATE_OPEN);
  EXPECT_EQ(FromTimestamp(one.due_time()), absl::FromCivil(absl::CivilDay(2026, 7, 1), Zone()))
      << "15 days, to the end of the last";
  type::v1::Plan plan = SamplePlan();
  plan.mutable_exchange()->set_clear_days(3);
  const auto changes = Reconcile({}, Found({OldAccident()}).discrepancies(), plan, Now(), Zone());
  EXPECT_EQ(FromTimestamp(changes.changed[0].due_time()), absl::FromCivil(absl::CivilDay(2026, 6, 19), Zone()));
  EXPECT_EQ(changes.found, 1);
}

TEST(DiscrepancyLifeTest, FindingItAgainChangesNothing) {
  EXPECT_THAT(Reconcile({Opened()}, Found({OldAccident()}).discrepancies(), SamplePlan(), Now(), Zone()).changed,
              IsEmpty());
}

TEST(DiscrepancyLifeTest, IsCorrectedWhenTheRecordsNoLongerShowIt) {
  const auto changes = Reconcile({Opened()}, {}, SamplePlan(), Now() + absl::Hours(1), Zone());
  ASSERT_THAT(changes.changed, SizeIs(1));
  EXPECT_EQ(changes.cleared, 1);
  EXPECT_EQ(changes.changed[0].state(), v1::DISCREPANCY_STATE_CORRECTED);
  EXPECT_TRUE(changes.changed[0].has_clear_time());
  const auto again =
      Reconcile(changes.changed, Found({OldAccident()}).discrepancies(), SamplePlan(), Now() + absl::Hours(2), Zone());
  ASSERT_THAT(again.changed, SizeIs(1));
  EXPECT_EQ(again.changed[0].reopenings(), 1);
}

TEST(DiscrepancyLifeTest, WhatWasExplainedIsReopenedWhenItsRecordsChange) {
  const auto explained = Explained(Opened(), kHrss, "已在外地申请", Now());
  ASSERT_TRUE(explained.ok()) << explained.status();
  EXPECT_THAT(Reconcile({*explained}, Found({OldAccident()}).discrepancies(), SamplePlan(), Now(), Zone()).changed,
              IsEmpty());
  v1::Record next = OldAccident();
  next.set_version(2);
  const auto changes =
      Reconcile({*explained}, Found({next}).discrepancies(), SamplePlan(), Now() + absl::Hours(24), Zone());
  ASSERT_THAT(changes.changed, SizeIs(1));
  EXPECT_EQ(changes.changed[0].state(), v1::DISCREPANCY_STATE_OPEN);
  EXPECT_EQ(changes.changed[0].reopenings(), 1);
  EXPECT_EQ(changes.changed[0].evidence(0).record(), "records/accident/a/versions/2#1");
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : status.ToString();
}

TEST(DiscrepancyLifeTest, OnlyTheOwnerClearsItUp) {
  const Identity health = Caller(type::v1::ROLE_LIAISON, "health");
  EXPECT_EQ(ReasonOf(Explained(Opened(), health, "不对", Now()).status()), "NOT_THE_OWNER");
  EXPECT_EQ(ReasonOf(Corrected(Opened(), Caller(type::v1::ROLE_LIAISON, "hrss", "140525"), "已改", Now()).status()),
            "NOT_THE_OWNER");
  const auto corrected = Corrected(Opened(), kHrss, "已补申请日期", Now());
  ASSERT_TRUE(corrected.ok()) << corrected.status();
  EXPECT_EQ(ReasonOf(Explained(*corrected, kHrss, "再说明", Now()).status()), "STATE_NOT_ALLOWED");
}

TEST(DiscrepancyLifeTest, IsReferredToADepartmentOfThePlan) {
  const type::v1::Plan plan = SamplePlan();
  EXPECT_FALSE(Referred(Opened(), kHrss, plan, "nobody", "移送", Now()).ok());
  EXPECT_FALSE(Referred(Opened(), kHrss, plan, "hrss", "移送", Now()).ok()) << "owns it";
  const auto referred = Referred(Opened(), kHrss, plan, "emergency", "请核实", Now());
  ASSERT_TRUE(referred.ok()) << referred.status();
  EXPECT_EQ(referred->owner().department(), "emergency");
  EXPECT_TRUE(IsOpen(*referred));
  EXPECT_TRUE(Explained(*referred, Caller(type::v1::ROLE_CONVENER, "emergency"), "已核实", Now()).ok());
}

TEST(DiscrepancyLifeTest, IsSeenByItsPartiesAndTheRegionsOffice) {
  const v1::Discrepancy one = Opened();
  EXPECT_TRUE(MaySee(kHrss, one));
  EXPECT_TRUE(MaySee(Caller(type::v1::ROLE_LIAISON, "emergency"), one)) << "keeps the evidence";
  EXPECT_FALSE(MaySee(Caller(type::v1::ROLE_LIAISON, "health"), one));
  EXPECT_TRUE(MaySee(Caller(type::v1::ROLE_AUDITOR, "audit", "140500"), one));
  EXPECT_FALSE(MaySee(Caller(type::v1::ROLE_OFFICE, "hrss", "140525"), one));
  EXPECT_FALSE(MaySee(Caller(type::v1::ROLE_OPERATOR, "it"), one));
}

TEST(DiscrepancyDutyTest, IsOwedFromOpeningUntilItIsCleared) {
  const auto open = DutiesOfDiscrepancy(Opened(), SamplePlan());
  ASSERT_THAT(open, SizeIs(1));
  EXPECT_EQ(open[0].department(), "hrss");
  EXPECT_EQ(duties::StateAt(open[0], Now()), duty::v1::DUTY_STATE_OPEN);
  EXPECT_EQ(duties::StateAt(open[0], Now() + absl::Hours(24 * 20)), duty::v1::DUTY_STATE_OVERDUE);
  const auto late = Explained(Opened(), kHrss, "已申请", Now() + absl::Hours(24 * 20));
  EXPECT_EQ(duties::StateAt(DutiesOfDiscrepancy(*late, SamplePlan())[0], Now() + absl::Hours(24 * 30)),
            duty::v1::DUTY_STATE_MET_LATE);
}

TEST(DiscrepancyDutyTest, IsOwedAgainAfterEachReopening) {
  const auto explained = Explained(Opened(), kHrss, "已申请", Now() + absl::Hours(1));
  v1::Record next = OldAccident();
  next.set_version(2);
  const auto reopened =
      Reconcile({*explained}, Found({next}).discrepancies(), SamplePlan(), Now() + absl::Hours(48), Zone());
  const auto both = DutiesOfDiscrepancy(reopened.changed[0], SamplePlan());
  ASSERT_THAT(both, SizeIs(2));
  EXPECT_EQ(duties::StateAt(both[0], Now() + absl::Hours(50)), duty::v1::DUTY_STATE_MET);
  EXPECT_TRUE(both[1].has_sent_back_time());
  EXPECT_TRUE(duties::IsAwaitedAt(both[1], Now() + absl::Hours(50)));
}

// --- Each rule on its last day, and what is said ---

v1::Record OnDay(v1::Record record, absl::CivilDay day) {
  if (record.has_accident()) {
    *record.mutable_accident()->mutable_occurrence_time() = ToTimestamp(absl::FromCivil(day, Zone()));
  }
  if (record.has_injury()) *record.mutable_injury()->mutable_injury_date() = ToDate(day);
  if (record.has_disease()) *record.mutable_disease()->mutable_diagnosis_date() = ToDate(day);
  return record;
}

// Now is 15 June 2026. "After N days": on the day N after it is not yet, on the next it is.
TEST(DiscrepancyRulesTest, EveryRuleWaitsForItsDays) {
  const auto applied_on = [](absl::CivilDay day) {
    v1::Record injury = Shared(Injury(), "hrss", "i");
    injury.mutable_injury()->set_from_accident(false);
    *injury.mutable_injury()->mutable_application_date() = ToDate(day);
    return injury;
  };
  const auto in_position_since = [](absl::CivilDay day) {
    v1::Record person = Shared(PersonInPosition(), "hrss", "p");
    *person.mutable_person()->mutable_start_date() = ToDate(day);
    return person;
  };
  const absl::CivilDay today(2026, 6, 15);
  EXPECT_THAT(Found({OnDay(OldAccident(), today - 30)}).rules(), IsEmpty());
  EXPECT_THAT(Found({OnDay(OldAccident(), today - 31)}).rules(), ElementsAre("injured-without-application"));
  EXPECT_THAT(Found({applied_on(today - 60)}).rules(), IsEmpty());
  EXPECT_THAT(Found({applied_on(today - 61)}).rules(), ElementsAre("application-without-decision"));
  EXPECT_THAT(Found({OnDay(Applied(Shared(Injury(), "hrss", "i")), today - 7)}).rules(), IsEmpty());
  EXPECT_THAT(Found({OnDay(Applied(Shared(Injury(), "hrss", "i")), today - 8)}).rules(),
              ElementsAre("accident-not-reported"));
  EXPECT_THAT(Found({OnDay(Shared(Disease(), "health", "d"), today - 30)}).rules(), IsEmpty());
  EXPECT_THAT(Found({OnDay(Shared(Disease(), "health", "d"), today - 31)}).rules(),
              ElementsAre("disease-without-recognition"));
  EXPECT_THAT(Found({in_position_since(today - 365)}).rules(), IsEmpty());
  EXPECT_THAT(Found({in_position_since(today - 366)}).rules(), ElementsAre("key-person-without-attendance"));
  v1::Record training = Shared(Training(), "emergency", "t");
  *training.mutable_training()->mutable_training_date() = ToDate(today);
  EXPECT_THAT(Found({training}).rules(), IsEmpty());
  *training.mutable_training()->mutable_training_date() = ToDate(today - 1);
  EXPECT_THAT(Found({training}).rules(), ElementsAre("attendance-without-position"));
}

TEST(DiscrepancyRulesTest, ACourseCountsForItsDaysAndAPositionUntilItsEnd) {
  v1::Record person = Shared(PersonInPosition(), "hrss", "p");
  *person.mutable_person()->mutable_start_date() = ToDate(absl::CivilDay(2020, 1, 1));
  v1::Record training = Shared(Training(), "emergency", "t");
  const absl::CivilDay today(2026, 6, 15);
  *training.mutable_training()->mutable_training_date() = ToDate(today - 365);
  EXPECT_THAT(Found({person, training}).rules(), IsEmpty());
  *training.mutable_training()->mutable_training_date() = ToDate(today - 366);
  EXPECT_THAT(Found({person, training}).rules(), ElementsAre("key-person-without-attendance"));
  *person.mutable_person()->mutable_end_date() = ToDate(today);
  EXPECT_THAT(Found({person}).rules(), ElementsAre("key-person-without-attendance")) << "the last day is one of them";
  *person.mutable_person()->mutable_end_date() = ToDate(today - 1);
  EXPECT_THAT(Found({person}).rules(), IsEmpty());
  person.mutable_person()->clear_end_date();
  person.mutable_person()->clear_key_position();
  EXPECT_THAT(Found({person}).rules(), IsEmpty());
}

TEST(DiscrepancyRulesTest, WhatIsNoCaseOfARuleIsNotReported) {
  v1::Record injury = Applied(Shared(Injury(), "hrss", "i"));
  injury.mutable_injury()->set_from_accident(false);
  EXPECT_THAT(Found({injury}).rules(), IsEmpty()) << "not of a safety accident";
  v1::Record card = Shared(Disease(), "health", "d");
  for (const auto kind : {v1::DISEASE_CARD_KIND_TRANSFER, v1::DISEASE_CARD_KIND_DEATH}) {
    card.mutable_disease()->set_card_kind(kind);
    EXPECT_THAT(Found({card}).rules(), IsEmpty()) << "only new cases";
  }
  v1::Record training = Shared(Training(), "emergency", "t");
  training.mutable_training()->clear_key_position();
  EXPECT_THAT(Found({training}).rules(), IsEmpty());
}

// The department answers for what it keeps; whoever is not found in a key position is a matter of who counted the course.
TEST(DiscrepancyRulesTest, AnswersForItWhoKeepsWhatIsMissing) {
  const auto owner = [](const v1::Record& record) {
    const Found found({record});
    return found.discrepancies().size() == 1 ? found.discrepancies()[0].owner().department() : "";
  };
  EXPECT_EQ(owner(Shared(Disease(), "health", "d")), "hrss");
  EXPECT_EQ(owner(Shared(Training(), "emergency", "t")), "emergency");
  v1::Record person = Shared(PersonInPosition(), "hrss", "p");
  *person.mutable_person()->mutable_start_date() = ToDate(absl::CivilDay(2020, 1, 1));
  EXPECT_EQ(owner(person), "emergency") << "that of the trainings";
  v1::Record injury = Shared(Injury(), "hrss", "i");
  injury.mutable_injury()->set_from_accident(false);
  *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 10));
  EXPECT_EQ(owner(injury), "hrss");
}

TEST(DiscrepancyRulesTest, EvidenceNamesTheFieldsThatItTellsOf) {
  const auto fields = [](const v1::Record& record) {
    const Found found({record});
    std::vector<std::string> names;
    if (found.discrepancies().empty() || found.discrepancies()[0].evidence().empty()) return names;
    const auto& evidence = found.discrepancies()[0].evidence(0);
    EXPECT_EQ(evidence.owner().department(), record.owner().department());
    EXPECT_EQ(evidence.region(), "140581");
    EXPECT_EQ(evidence.industry(), "coal-mining");
    EXPECT_FALSE(evidence.text().zh().empty());
    EXPECT_FALSE(evidence.text().en().empty());
    names.assign(evidence.fields().begin(), evidence.fields().end());
    return names;
  };
  EXPECT_THAT(fields(OldAccident()), ElementsAre("occurrence_time"));
  EXPECT_THAT(fields(Applied(Shared(Injury(), "hrss", "i"))), ElementsAre("from_accident", "injury_date"));
  EXPECT_THAT(fields(Shared(Disease(), "health", "d")), ElementsAre("card_kind", "diagnosis_date"));
  EXPECT_THAT(fields(Shared(Training(), "emergency", "t")), ElementsAre("key_position", "training_date"));
  v1::Record injury = Shared(Injury(), "hrss", "i");
  injury.mutable_injury()->set_from_accident(false);
  *injury.mutable_injury()->mutable_acceptance_date() = ToDate(absl::CivilDay(2026, 4, 10));
  EXPECT_THAT(fields(injury), ElementsAre("acceptance_date", "decision"));
  injury.mutable_injury()->clear_acceptance_date();
  *injury.mutable_injury()->mutable_application_date() = ToDate(absl::CivilDay(2026, 4, 10));
  EXPECT_THAT(fields(injury), ElementsAre("application_date", "decision"));
}

TEST(DiscrepancyRulesTest, ACaseWithoutAnApplicationIsShownBesideTheCasualty) {
  const Found found({OldAccident(), Shared(Injury(), "hrss", "i")});
  ASSERT_THAT(found.discrepancies(), SizeIs(1));
  const v1::Discrepancy& one = found.discrepancies()[0];
  ASSERT_THAT(one.evidence(), SizeIs(2));
  EXPECT_EQ(one.evidence(1).record(), "records/injury/i/versions/1");
  EXPECT_THAT(one.evidence(1).fields(), ElementsAre("application_date"));
  ASSERT_THAT(one.links(), SizeIs(1));
  EXPECT_EQ(one.links(0).right(), "records/injury/i/versions/1");
}

TEST(DiscrepancyRulesTest, AnAcceptedOrDecidedCaseWasAppliedFor) {
  v1::Record injury = Shared(Injury(), "hrss", "i");
  *injury.mutable_injury()->mutable_acceptance_date() = ToDate(absl::CivilDay(2026, 6, 1));
  EXPECT_THAT(Found({OldAccident(), injury}).rules(), IsEmpty());
  injury.mutable_injury()->clear_acceptance_date();
  injury.mutable_injury()->set_decision(v1::INJURY_DECISION_NOT_RECOGNISED);
  EXPECT_THAT(Found({OldAccident(), injury}).rules(), IsEmpty());
}

TEST(DiscrepancyRulesTest, ADiscrepancyIsNamedByItsPlanRuleAndSubject) {
  const std::string one = Found({OldAccident("a")}).discrepancies()[0].name();
  EXPECT_EQ(one.size(), std::string("discrepancies/").size() + 24);
  EXPECT_EQ(Found({OldAccident("a")}).discrepancies()[0].name(), one);
  EXPECT_NE(Found({OldAccident("b")}).discrepancies()[0].name(), one);
  v1::Record next = OldAccident("a");
  next.set_version(2);
  EXPECT_EQ(Found({next}).discrepancies()[0].name(), one) << "whatever version shows it";
}

TEST(RuleStatusesTest, SayWhatStandsInTheWayOfARule) {
  type::v1::Plan plan = SamplePlan();
  auto& off = *plan.mutable_exchange()->add_rules();
  off.set_id("accident-not-reported");
  off.set_off(true);
  auto& longer = *plan.mutable_exchange()->add_rules();
  longer.set_id("application-without-decision");
  longer.set_days(90);
  const std::vector<v1::AgreementTerms> terms = {Terms(v1::RECORD_KIND_INJURY, "hrss")};
  std::vector<v1::DiscrepancyRuleStatus> before(1);
  before[0].set_rule("injured-without-application");
  *before[0].mutable_evaluate_time() = ToTimestamp(Now() - absl::Hours(5));
  const auto statuses = RuleStatuses({plan, terms, {}, {}, Now(), Zone()}, before);
  ASSERT_THAT(statuses, SizeIs(8));
  std::map<std::string, v1::DiscrepancyRuleStatus> by_rule;
  for (const auto& one : statuses) {
    by_rule[one.rule()] = one;
    EXPECT_FALSE(one.title().zh().empty());
  }
  EXPECT_FALSE(by_rule["application-without-decision"].has_obstacle());
  EXPECT_EQ(by_rule["application-without-decision"].days(), 90);
  EXPECT_EQ(FromTimestamp(by_rule["application-without-decision"].evaluate_time()), Now());
  EXPECT_TRUE(by_rule["injured-without-application"].has_obstacle()) << "accidents are not given";
  EXPECT_EQ(by_rule["injured-without-application"].days(), 30);
  EXPECT_EQ(FromTimestamp(by_rule["injured-without-application"].evaluate_time()), Now() - absl::Hours(5));
  EXPECT_TRUE(by_rule["accident-not-reported"].off());
  EXPECT_EQ(by_rule["accident-not-reported"].days(), 0);
  EXPECT_FALSE(by_rule["accident-not-reported"].has_obstacle());
  EXPECT_FALSE(by_rule["accident-not-reported"].has_evaluate_time());
  EXPECT_TRUE(by_rule["return-totals-differ"].has_obstacle()) << "the returns could not be read";
  EXPECT_FALSE(by_rule["disease-without-recognition"].has_evaluate_time());
}

// --- The life, step by step ---

TEST(DiscrepancyLifeTest, EveryStepIsKept) {
  const v1::Discrepancy one = Opened();
  EXPECT_EQ(one.etag(), "1");
  EXPECT_EQ(FromTimestamp(one.create_time()), Now());
  EXPECT_EQ(FromTimestamp(one.open_time()), Now());
  EXPECT_EQ(FromTimestamp(one.update_time()), Now());
  EXPECT_EQ(one.reopenings(), 0);
  ASSERT_THAT(one.steps(), SizeIs(1));
  EXPECT_EQ(one.steps(0).actor(), "");
  const absl::Time later = Now() + absl::Hours(3);
  const auto explained = Explained(one, kHrss, "已在外地申请", later);
  ASSERT_TRUE(explained.ok());
  EXPECT_EQ(explained->state(), v1::DISCREPANCY_STATE_EXPLAINED);
  EXPECT_EQ(explained->etag(), "2");
  EXPECT_EQ(FromTimestamp(explained->clear_time()), later);
  EXPECT_EQ(FromTimestamp(explained->update_time()), later);
  ASSERT_THAT(explained->steps(), SizeIs(2));
  EXPECT_EQ(explained->steps(1).state(), v1::DISCREPANCY_STATE_EXPLAINED);
  EXPECT_EQ(explained->steps(1).actor(), kHrss.uri);
  EXPECT_EQ(explained->steps(1).reason(), "已在外地申请");
  EXPECT_EQ(FromTimestamp(explained->steps(1).step_time()), later);
  EXPECT_FALSE(IsOpen(*explained));
  const v1::Discrepancy head = Head(*explained);
  EXPECT_TRUE(head.evidence().empty() && head.links().empty() && head.steps().empty());
  EXPECT_EQ(head.title().zh(), explained->title().zh());
}

TEST(DiscrepancyLifeTest, WhatIsOpenAndMovedIsNotOpenedAgain) {
  v1::Record next = OldAccident();
  next.set_version(2);
  const absl::Time later = Now() + absl::Hours(24);
  const auto changes = Reconcile({Opened()}, Found({next}).discrepancies(), SamplePlan(), later, Zone());
  ASSERT_THAT(changes.changed, SizeIs(1));
  EXPECT_EQ(changes.found, 0);
  EXPECT_EQ(changes.cleared, 0);
  const v1::Discrepancy& one = changes.changed[0];
  EXPECT_EQ(one.reopenings(), 0);
  EXPECT_EQ(one.etag(), "2");
  EXPECT_EQ(FromTimestamp(one.update_time()), later);
  EXPECT_EQ(one.due_time().seconds(), Opened().due_time().seconds()) << "the deadline stays";
  EXPECT_THAT(one.steps(), SizeIs(1));
}

TEST(DiscrepancyLifeTest, WhoMaySeeTheEvidenceOpensNothing) {
  const auto explained = Explained(Opened(), kHrss, "已在外地申请", Now());
  std::vector<v1::Discrepancy> found = Found({OldAccident()}).discrepancies();
  found[0].mutable_evidence(0)->add_fields("place");
  const auto changes = Reconcile({*explained}, found, SamplePlan(), Now() + absl::Hours(1), Zone());
  ASSERT_THAT(changes.changed, SizeIs(1));
  EXPECT_EQ(changes.found, 0);
  EXPECT_EQ(changes.changed[0].state(), v1::DISCREPANCY_STATE_EXPLAINED);
  EXPECT_EQ(changes.changed[0].reopenings(), 0);
  EXPECT_THAT(changes.changed[0].evidence(0).fields(), ElementsAre("occurrence_time", "place"));
  EXPECT_EQ(FromTimestamp(changes.changed[0].update_time()), Now() + absl::Hours(1));
}

TEST(DiscrepancyLifeTest, WhatSomebodyCorrectedIsReopenedByNewEvidenceAlone) {
  const auto corrected = Corrected(Opened(), kHrss, "已改", Now());
  EXPECT_THAT(Reconcile({*corrected}, Found({OldAccident()}).discrepancies(), SamplePlan(), Now(), Zone()).changed,
              IsEmpty());
  EXPECT_THAT(Reconcile({*corrected}, {}, SamplePlan(), Now(), Zone()).changed, IsEmpty()) << "cleared already";
}

TEST(DiscrepancyLifeTest, AReopenedOneHasAFreshDeadline) {
  const auto cleared = Reconcile({Opened()}, {}, SamplePlan(), Now() + absl::Hours(1), Zone());
  EXPECT_EQ(cleared.found, 0);
  const auto again =
      Reconcile(cleared.changed, Found({OldAccident()}).discrepancies(), SamplePlan(), Now() + absl::Hours(24), Zone());
  EXPECT_EQ(again.found, 1);
  EXPECT_EQ(again.cleared, 0);
  EXPECT_FALSE(again.changed[0].has_clear_time());
  EXPECT_EQ(FromTimestamp(again.changed[0].open_time()), Now() + absl::Hours(24));
  EXPECT_EQ(FromTimestamp(again.changed[0].due_time()), absl::FromCivil(absl::CivilDay(2026, 7, 2), Zone()));
}

TEST(DiscrepancyLifeTest, OwnersRefersAndTheOfficeToo) {
  type::v1::Plan plan = SamplePlan();
  plan.mutable_departments(1)->set_acting_region("140500");  // emergency
  const auto by_owner = Referred(Opened(), kHrss, plan, "emergency", "请核实", Now() + absl::Hours(1));
  ASSERT_TRUE(by_owner.ok());
  EXPECT_EQ(by_owner->owner().region(), "140500") << "where the department acts";
  EXPECT_EQ(by_owner->state(), v1::DISCREPANCY_STATE_REFERRED);
  EXPECT_EQ(by_owner->steps(1).reason(), "请核实");
  EXPECT_FALSE(by_owner->has_clear_time());
  EXPECT_EQ(ReasonOf(Referred(*by_owner, kHrss, plan, "health", "再移送", Now()).status()), "NOT_THE_OWNER");
  const auto by_office =
      Referred(*by_owner, Caller(type::v1::ROLE_OFFICE, "hrss"), plan, "health", "改派", Now() + absl::Hours(2));
  ASSERT_TRUE(by_office.ok()) << by_office.status();
  EXPECT_EQ(by_office->owner().department(), "health");
  EXPECT_EQ(by_office->owner().region(), "140581") << "where health acts, not where emergency does";
  EXPECT_TRUE(Explained(*by_office, Caller(type::v1::ROLE_LIAISON, "health"), "已核实", Now()).ok());
  const auto explained = Explained(Opened(), kHrss, "已申请", Now());
  EXPECT_EQ(ReasonOf(Referred(*explained, kHrss, plan, "health", "移送", Now()).status()), "STATE_NOT_ALLOWED");
  const auto nobody = BadRequestOf(Referred(Opened(), kHrss, plan, "nobody", "移送", Now()).status());
  ASSERT_TRUE(nobody.has_value());
  EXPECT_EQ(nobody->field_violations(0).field(), "department");
}

TEST(DiscrepancyLifeTest, EveryRoleSeesWhatIsItsOwn) {
  const v1::Discrepancy one = Opened();
  EXPECT_TRUE(MaySee(Caller(type::v1::ROLE_SERVICE, ""), one));
  EXPECT_TRUE(MaySee(Caller(type::v1::ROLE_OFFICE, "hrss"), one));
  EXPECT_TRUE(MaySee(Caller(type::v1::ROLE_OBSERVER, "union", "140000"), one));
  EXPECT_FALSE(MaySee(Caller(type::v1::ROLE_OBSERVER, "union", "140525"), one));
  EXPECT_TRUE(MaySee(Caller(type::v1::ROLE_CONVENER, "hrss"), one));
  EXPECT_FALSE(MaySee(Caller(type::v1::ROLE_CONVENER, "hrss", "140500"), one));
}

TEST(DiscrepancyDutyTest, SaysWhoOwesWhatAndWhen) {
  const v1::Discrepancy one = Opened();
  const auto duties = DutiesOfDiscrepancy(one, SamplePlan());
  ASSERT_THAT(duties, SizeIs(1));
  const duty::v1::Duty& duty = duties[0];
  EXPECT_EQ(duty.resource(), one.name());
  EXPECT_EQ(duty.kind().id(), "discrepancy");
  EXPECT_EQ(duty.title().zh(), one.title().zh());
  EXPECT_FALSE(duty.action().zh().empty());
  EXPECT_EQ(duty.portal_page(), one.name());
  EXPECT_EQ(duty.plan(), kPlan);
  EXPECT_EQ(duty.plan_edition(), 1);
  EXPECT_EQ(duty.acting_region(), "140581");
  EXPECT_EQ(duty.role(), type::v1::ROLE_LIAISON);
  EXPECT_EQ(duty.region(), "140581");
  EXPECT_EQ(duty.industry().id(), "coal-mining");
  EXPECT_EQ(duty.period().id(), "2026");
  EXPECT_EQ(FromTimestamp(duty.open_time()), Now());
  EXPECT_EQ(FromTimestamp(duty.create_time()), Now());
  EXPECT_EQ(FromTimestamp(duty.update_time()), Now());
  EXPECT_EQ(duty.due_time().seconds(), one.due_time().seconds());
  EXPECT_EQ(duty.original_due_time().seconds(), one.due_time().seconds());
  EXPECT_FALSE(duty.has_sent_back_time());
  EXPECT_EQ(duty.date_changes(), 0);
  v1::Discrepancy bare = one;
  bare.clear_industry();
  bare.clear_period();
  EXPECT_FALSE(DutiesOfDiscrepancy(bare, SamplePlan())[0].has_industry());
  EXPECT_FALSE(DutiesOfDiscrepancy(bare, SamplePlan())[0].has_period());
}

TEST(DiscrepancyDutyTest, IsMetInTimeUntilTheInstantThatItIsDue) {
  const v1::Discrepancy one = Opened();
  const absl::Time due = FromTimestamp(one.due_time());
  const auto late = [&](absl::Time time) {
    return DutiesOfDiscrepancy(*Explained(one, kHrss, "已申请", time), SamplePlan())[0].met_late();
  };
  EXPECT_FALSE(late(due - absl::Seconds(1)));
  EXPECT_TRUE(late(due));
  const auto referred = Referred(one, kHrss, SamplePlan(), "emergency", "请核实", Now());
  const auto duties = DutiesOfDiscrepancy(*referred, SamplePlan());
  ASSERT_THAT(duties, SizeIs(1));
  EXPECT_FALSE(duties[0].has_met_time()) << "still owed, by another";
  EXPECT_EQ(duties[0].department(), "emergency");
}

}  // namespace
}  // namespace lianfang::exchange
