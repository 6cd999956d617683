// Who is shown which evidence.
#include "services/exchange/domain/reconciliation/evidence_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/exchange/domain/reconciliation/discrepancy_life.h"
#include "services/exchange/domain/testing/return_case.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST(EvidenceTest, RecordsAreShownAsFarAsTheReaderMaySeeThem) {
  ReturnCase of;
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
  EXPECT_EQ(seen(type::v1::ROLE_AUDITOR, "audit"), "1 1 0") << "no agreement opens anything to it";
}

// Deny by default: each part of an agreement must give what the evidence tells.
TEST(EvidenceTest, AReaderIsShownOnlyWhatTheAgreementGives) {
  ReturnCase of;
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

Identity Reader(type::v1::Role role, const std::string& department, const std::string& region = "140581") {
  Identity reader;
  reader.role = role;
  reader.region = region;
  reader.department = department;
  return reader;
}

// What opens hrss's work-injury cases to a department.
v1::AgreementTerms InjuriesFor(const v1::RecordOwner& reader, const std::vector<std::string>& fields,
                               v1::Purpose purpose = v1::PURPOSE_BUSINESS) {
  v1::AgreementTerms terms;
  terms.set_kind(v1::RECORD_KIND_INJURY);
  *terms.mutable_owner() = Owner("hrss");
  *terms.mutable_reader() = reader;
  for (const std::string& field : fields) terms.add_fields(field);
  terms.add_purposes(purpose);
  return terms;
}

void AddEvidence(const std::string& record, const std::string& keeper, const std::vector<std::string>& fields,
                 v1::Discrepancy& discrepancy) {
  v1::DiscrepancyEvidence& evidence = *discrepancy.add_evidence();
  evidence.set_record(record);
  *evidence.mutable_owner() = Owner(keeper);
  evidence.set_region("140581");
  evidence.set_industry("coal-mining");
  for (const std::string& field : fields) evidence.add_fields(field);
}

// Of emergency's accident, which has a casualty of hrss's case, and of another case of hrss; emergency owns it.
v1::Discrepancy OwnedByEmergency() {
  v1::Discrepancy one;
  *one.mutable_owner() = Owner("emergency");
  AddEvidence("records/accident/a/versions/1#1", "emergency", {"occurrence_time"}, one);
  AddEvidence("records/injury/i/versions/2", "hrss", {"from_accident", "injury_date"}, one);
  AddEvidence("records/injury/j/versions/1", "hrss", {"from_accident", "injury_date"}, one);
  v1::Link& link = *one.add_links();
  link.set_left("records/accident/a/versions/1#1");
  link.set_right("records/injury/i/versions/2");
  for (const char* field : {"name", "id_number", "employer"}) link.add_agreements()->set_field(field);
  return one;
}

// `2 1 1 name,id_number`: evidence shown and withheld, links, and the fields that these tell of.
std::string Seen(const Identity& reader, const std::vector<v1::AgreementTerms>& in_force) {
  v1::Discrepancy one = OwnedByEmergency();
  WithholdEvidence(reader, in_force, one);
  std::string text = absl::StrCat(one.evidence_size(), " ", one.withheld_evidence(), " ", one.links_size());
  for (const v1::Link& link : one.links()) {
    const char* before = " ";
    for (const v1::FieldAgreement& agreement : link.agreements()) {
      absl::StrAppend(&text, before, agreement.field());
      before = ",";
    }
    EXPECT_EQ(link.withheld_agreements(), 3 - link.agreements_size());
  }
  return text;
}

// Each row: who reads, by which agreement, and what of three records and a link is open.
TEST(EvidenceTest, WhoOwnsADiscrepancyIsAReaderLikeAnyOther) {
  const v1::RecordOwner emergency = Owner("emergency");
  const Identity liaison = Reader(type::v1::ROLE_LIAISON, "emergency");
  const std::vector<std::string> told = {"from_accident", "injury_date"};
  EXPECT_EQ(Seen(liaison, {}), "1 2 0") << "its own record alone";
  EXPECT_EQ(Seen(liaison, {InjuriesFor(emergency, {"from_accident"})}), "1 2 0") << "the day is told and not open";
  EXPECT_EQ(Seen(liaison, {InjuriesFor(emergency, told)}), "3 0 1") << "the link, and nothing of the person";
  EXPECT_EQ(Seen(liaison, {InjuriesFor(emergency, {"from_accident", "injury_date", "person.id_number"})}),
            "3 0 1 id_number");
  EXPECT_EQ(Seen(liaison, {InjuriesFor(emergency, told), InjuriesFor(emergency, {"person", "employer"})}),
            "3 0 1 name,id_number,employer")
      << "agreements add up";
  EXPECT_EQ(Seen(liaison, {InjuriesFor(Owner("housing"), told)}), "1 2 0") << "for another reader";
  EXPECT_EQ(Seen(Reader(type::v1::ROLE_CONVENER, "emergency", "140500"), {InjuriesFor(emergency, told)}), "0 3 0")
      << "the department of another region";
  v1::AgreementTerms elsewhere = InjuriesFor(emergency, told);
  elsewhere.add_industries("construction");
  EXPECT_EQ(Seen(liaison, {elsewhere}), "1 2 0");
}

TEST(EvidenceTest, NoRoleReadsWithoutAnAgreement) {
  EXPECT_EQ(Seen(Reader(type::v1::ROLE_LIAISON, "hrss"), {}), "2 1 0") << "who keeps the cases";
  EXPECT_EQ(Seen(Reader(type::v1::ROLE_OFFICE, "hrss"), {}), "2 1 0");
  for (const auto role : {type::v1::ROLE_AUDITOR, type::v1::ROLE_OBSERVER, type::v1::ROLE_SERVICE}) {
    EXPECT_EQ(Seen(Reader(role, "audit"), {}), "0 3 0") << type::v1::Role_Name(role);
  }
}

// Business is whose business it is.
TEST(EvidenceTest, AnAgreementOpensForItsPurpose) {
  const std::vector<std::string> told = {"from_accident", "injury_date"};
  const Identity other = Reader(type::v1::ROLE_OBSERVER, "union");
  EXPECT_EQ(Seen(other, {InjuriesFor(Owner("union"), told, v1::PURPOSE_RECONCILIATION)}), "2 1 0");
  EXPECT_EQ(Seen(other, {InjuriesFor(Owner("union"), told, v1::PURPOSE_BUSINESS)}), "0 3 0") << "it clears nothing up";
  const Identity owner = Reader(type::v1::ROLE_LIAISON, "emergency");
  EXPECT_EQ(Seen(owner, {InjuriesFor(Owner("emergency"), told, v1::PURPOSE_RECONCILIATION)}), "3 0 1");
  EXPECT_EQ(Seen(owner, {InjuriesFor(Owner("emergency"), told, v1::PURPOSE_STATISTICS)}), "1 2 0");
}

TEST(EvidenceTest, WhatIsNotOpenIsCountedByKeeperKindAndFields) {
  v1::Discrepancy one = OwnedByEmergency();
  WithholdEvidence(Reader(type::v1::ROLE_LIAISON, "emergency"), {}, one);
  ASSERT_EQ(one.withheld_size(), 1);
  EXPECT_EQ(one.withheld(0).owner().department(), "hrss");
  EXPECT_EQ(one.withheld(0).kind(), v1::RECORD_KIND_INJURY);
  EXPECT_THAT(one.withheld(0).fields(), ElementsAre("from_accident", "injury_date"));
  EXPECT_EQ(one.withheld(0).count(), 2);
  one = OwnedByEmergency();
  WithholdEvidence(Reader(type::v1::ROLE_OBSERVER, "union"), {}, one);
  ASSERT_EQ(one.withheld_size(), 2);
  EXPECT_EQ(one.withheld(0).kind(), v1::RECORD_KIND_ACCIDENT);
  EXPECT_EQ(one.withheld(0).count() + one.withheld(1).count(), one.withheld_evidence());
}

TEST(EvidenceTest, ALinkToARecordThatIsNoEvidenceIsWithheld) {
  ReturnCase of;
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
  ReturnCase of;
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

}  // namespace
}  // namespace lianfang::exchange
