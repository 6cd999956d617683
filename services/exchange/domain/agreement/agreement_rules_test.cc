#include "services/exchange/domain/agreement/agreement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "common/errors.h"
#include "common/time.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

constexpr char kName[] = "plans/gaoping/agreements/a";

absl::Time At(int hours) { return Now() + absl::Hours(hours); }

// In force from hour 2 on.
v1::Agreement InForce() {
  v1::Agreement agreement = Proposed(kName, SampleTerms(), "p", At(0));
  agreement = *Approved(agreement, 1, ApprovingSide::kOwner, "o", At(1));
  return *Approved(agreement, 1, ApprovingSide::kOffice, "f", At(2));
}

std::string Reason(const absl::Status& status) {
  const auto info = ErrorInfoOf(status);
  return info.has_value() ? info->reason() : "";
}

TEST(AgreementTest, IsInForceOnceBothSidesHaveApproved) {
  v1::Agreement agreement = Proposed(kName, SampleTerms(), "p", At(0));
  EXPECT_EQ(agreement.state(), v1::AGREEMENT_STATE_PROPOSED);
  EXPECT_EQ(EditionInForce(agreement, At(0)), nullptr);
  agreement = *Approved(agreement, 1, ApprovingSide::kOffice, "f", At(1));
  EXPECT_EQ(EditionInForce(agreement, At(1)), nullptr) << "one side is not enough";
  EXPECT_EQ(Reason(Approved(agreement, 1, ApprovingSide::kOffice, "f", At(1)).status()), "STATE_NOT_ALLOWED");
  agreement = *Approved(agreement, 1, ApprovingSide::kOwner, "o", At(2));
  EXPECT_EQ(agreement.state(), v1::AGREEMENT_STATE_IN_FORCE);
  EXPECT_EQ(EditionInForce(agreement, At(2))->edition(), 1);
  EXPECT_EQ(EditionInForce(agreement, At(1)), nullptr);
  EXPECT_EQ(Reason(Approved(agreement, 1, ApprovingSide::kOwner, "o", At(3)).status()), "STATE_NOT_ALLOWED");
}

TEST(AgreementTest, EndsWithItsTermsOrEarly) {
  const v1::Agreement agreement = InForce();
  const absl::Time end = FromTimestamp(SampleTerms().end_time());
  EXPECT_NE(EditionInForce(agreement, end - absl::Seconds(1)), nullptr);
  EXPECT_EQ(EditionInForce(agreement, end), nullptr);
  EXPECT_EQ(AsOf(agreement, end).state(), v1::AGREEMENT_STATE_EXPIRED);
  const v1::Agreement ended = *Ended(agreement, "不再需要", At(5));
  EXPECT_EQ(ended.state(), v1::AGREEMENT_STATE_ENDED);
  EXPECT_EQ(EditionInForce(ended, At(5)), nullptr);
  EXPECT_EQ(Reason(Ended(ended, "再次", At(6)).status()), "STATE_NOT_ALLOWED");
  EXPECT_EQ(Reason(Amended(ended, SampleTerms(), "恢复", "p", At(6)).status()), "STATE_NOT_ALLOWED");
  EXPECT_EQ(AsOf(ended, At(4)).state(), v1::AGREEMENT_STATE_IN_FORCE) << "as it stood then";
}

TEST(AgreementTest, TheEditionBeforeStaysInForceUntilTheNextOneIs) {
  v1::AgreementTerms narrower = SampleTerms();
  narrower.mutable_fields()->RemoveLast();
  v1::Agreement agreement = *Amended(InForce(), narrower, "减少个人信息", "p", At(3));
  EXPECT_EQ(EditionInForce(agreement, At(3))->edition(), 1);
  EXPECT_EQ(Reason(Amended(agreement, narrower, "又一次", "p", At(3)).status()), "STATE_NOT_ALLOWED");
  EXPECT_EQ(Approved(agreement, 1, ApprovingSide::kOwner, "o", At(3)).status().code(),
            absl::StatusCode::kInvalidArgument)
      << "another edition waits than was read";
  agreement = *Approved(agreement, 2, ApprovingSide::kOwner, "o", At(4));
  agreement = *Approved(agreement, 2, ApprovingSide::kOffice, "f", At(5));
  EXPECT_EQ(EditionInForce(agreement, At(5))->edition(), 2);
  EXPECT_EQ(FromTimestamp(agreement.editions(0).cease_time()), At(5));
  const v1::Agreement then = AsOf(agreement, At(4));
  EXPECT_EQ(then.edition_in_force(), 1);
  EXPECT_TRUE(then.editions(1).has_owner_approval());
  EXPECT_FALSE(then.editions(1).has_office_approval());
  EXPECT_EQ(AsOf(agreement, At(0) - absl::Seconds(1)).editions_size(), 0);
}

TEST(AgreementTest, OwnerReaderAndKindNeverChange) {
  v1::AgreementTerms terms = SampleTerms();
  *terms.mutable_reader() = Owner("health");
  EXPECT_EQ(Amended(InForce(), terms, "换人", "p", At(3)).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(AgreementTest, TermsThatHaveEndedMeanwhileAreNotApproved) {
  const v1::Agreement agreement = Proposed(kName, SampleTerms(), "p", At(0));
  const absl::Time end = FromTimestamp(SampleTerms().end_time());
  EXPECT_EQ(Reason(Approved(agreement, 1, ApprovingSide::kOwner, "o", end).status()), "STATE_NOT_ALLOWED");
}

TEST(AgreementTermsTest, EveryFaultIsNamedByItsField) {
  EXPECT_TRUE(CheckTerms(SampleTerms(), SamplePlan(), Now()).ok());
  const struct {
    const char* field;
    std::function<void(v1::AgreementTerms&)> spoil;
  } cases[] = {
      {"terms.owner.department", [](auto& t) { t.mutable_owner()->set_department("none"); }},
      {"terms.reader.region", [](auto& t) { t.mutable_reader()->set_region("140582"); }},
      {"terms.reader", [](auto& t) { *t.mutable_reader() = Owner("emergency"); }},
      {"terms.kind", [](auto& t) { t.clear_kind(); }},
      {"terms.fields[0]", [](auto& t) { t.set_fields(0, "exposure_years"); }},
      {"terms.fields[4]", [](auto& t) { t.add_fields("place"); }},
      {"terms.fields", [](auto& t) { t.clear_fields(); }},
      {"terms.regions[0]", [](auto& t) { t.add_regions("110000"); }},
      {"terms.industries[0]", [](auto& t) { t.add_industries("fishing"); }},
      {"terms.purposes", [](auto& t) { t.clear_purposes(); }},
      {"terms.purposes[0]", [](auto& t) { t.set_purposes(0, v1::PURPOSE_UNSPECIFIED); }},
      {"terms.end_time", [](auto& t) { *t.mutable_end_time() = ToTimestamp(Now()); }},
      {"terms.end_time", [](auto& t) { *t.mutable_end_time() = ToTimestamp(Now() + absl::Hours(24 * 4000)); }},
  };
  for (const auto& one : cases) {
    v1::AgreementTerms terms = SampleTerms();
    one.spoil(terms);
    const auto details = BadRequestOf(CheckTerms(terms, SamplePlan(), Now()));
    ASSERT_TRUE(details.has_value()) << one.field;
    std::set<std::string> fields;
    for (const auto& violation : details->field_violations()) fields.insert(violation.field());
    EXPECT_THAT(fields, ::testing::Contains(one.field));
  }
}

TEST(AgreementTermsTest, ReconciliationIsForTheLeadingDepartment) {
  v1::AgreementTerms terms = SampleTerms();
  terms.set_purposes(0, v1::PURPOSE_RECONCILIATION);
  EXPECT_TRUE(CheckTerms(terms, SamplePlan(), Now()).ok());
  *terms.mutable_reader() = Owner("health");
  EXPECT_FALSE(CheckTerms(terms, SamplePlan(), Now()).ok());
}

TEST(AgreementTest, EveryStepIsKeptAndCounted) {
  const v1::Agreement proposed = Proposed(kName, SampleTerms(), "spiffe://t/p", At(0));
  EXPECT_EQ(proposed.name(), kName);
  EXPECT_EQ(FromTimestamp(proposed.create_time()), At(0));
  EXPECT_EQ(FromTimestamp(proposed.update_time()), At(0));
  EXPECT_EQ(proposed.etag(), "1");
  EXPECT_EQ(proposed.editions(0).edition(), 1);
  EXPECT_EQ(proposed.editions(0).proposer(), "spiffe://t/p");
  EXPECT_EQ(FromTimestamp(proposed.editions(0).propose_time()), At(0));
  const v1::Agreement half = *Approved(proposed, 1, ApprovingSide::kOwner, "o", At(1));
  EXPECT_EQ(half.etag(), "2");
  EXPECT_EQ(half.state(), v1::AGREEMENT_STATE_PROPOSED);
  EXPECT_EQ(FromTimestamp(half.update_time()), At(1));
  EXPECT_EQ(half.editions(0).owner_approval().actor(), "o");
  EXPECT_EQ(FromTimestamp(half.editions(0).owner_approval().approve_time()), At(1));
  EXPECT_FALSE(half.editions(0).has_start_time());
  const v1::Agreement whole = *Approved(half, 1, ApprovingSide::kOffice, "f", At(2));
  EXPECT_EQ(whole.editions(0).office_approval().actor(), "f");
  EXPECT_EQ(FromTimestamp(whole.editions(0).start_time()), At(2));
  EXPECT_EQ(whole.edition_in_force(), 1);
  const v1::Agreement amended = *Amended(whole, SampleTerms(), "延长", "q", At(3));
  EXPECT_EQ(amended.etag(), "4");
  EXPECT_EQ(FromTimestamp(amended.update_time()), At(3));
  EXPECT_EQ(amended.editions(1).edition(), 2);
  EXPECT_EQ(amended.editions(1).reason(), "延长");
  EXPECT_EQ(amended.editions(1).proposer(), "q");
  EXPECT_EQ(amended.edition_in_force(), 1);
  const v1::Agreement ended = *Ended(amended, "不再需要", At(4));
  EXPECT_EQ(ended.etag(), "5");
  EXPECT_EQ(ended.end_reason(), "不再需要");
  EXPECT_EQ(FromTimestamp(ended.end_time()), At(4));
  EXPECT_EQ(FromTimestamp(ended.update_time()), At(4));
  EXPECT_EQ(ended.edition_in_force(), 0);
  for (const auto& edition : ended.editions()) EXPECT_EQ(FromTimestamp(edition.cease_time()), At(4));
}

TEST(AgreementTest, WhatWaitsMayBeEndedAndWhatHasExpiredNot) {
  const v1::Agreement proposed = Proposed(kName, SampleTerms(), "p", At(0));
  const auto ended = Ended(proposed, "撤回", At(1));
  ASSERT_TRUE(ended.ok()) << ended.status();
  EXPECT_EQ(ended->state(), v1::AGREEMENT_STATE_ENDED);
  EXPECT_EQ(Reason(Approved(*ended, 1, ApprovingSide::kOwner, "o", At(2)).status()), "STATE_NOT_ALLOWED");
  const absl::Time end = FromTimestamp(SampleTerms().end_time());
  EXPECT_EQ(Reason(Ended(InForce(), "太晚", end).status()), "STATE_NOT_ALLOWED");
  EXPECT_TRUE(Ended(InForce(), "最后一刻", end - absl::Seconds(1)).ok());
}

TEST(AgreementTest, TermsMayBeApprovedUntilTheyEnd) {
  const v1::Agreement agreement = Proposed(kName, SampleTerms(), "p", At(0));
  const absl::Time end = FromTimestamp(SampleTerms().end_time());
  EXPECT_TRUE(Approved(agreement, 1, ApprovingSide::kOwner, "o", end - absl::Seconds(1)).ok());
}

// An agreement that has run out is taken up again; the edition before ceased with its terms, not with the approval.
TEST(AgreementTest, AnEditionCeasesWithItsTermsWhereTheNextOneComesLater) {
  const absl::Time end = FromTimestamp(SampleTerms().end_time());
  v1::AgreementTerms longer = SampleTerms();
  *longer.mutable_end_time() = ToTimestamp(end + absl::Hours(24 * 300));
  v1::Agreement agreement = *Amended(InForce(), longer, "延长", "p", end + absl::Hours(1));
  EXPECT_EQ(agreement.state(), v1::AGREEMENT_STATE_PROPOSED);
  agreement = *Approved(agreement, 2, ApprovingSide::kOwner, "o", end + absl::Hours(2));
  agreement = *Approved(agreement, 2, ApprovingSide::kOffice, "f", end + absl::Hours(3));
  EXPECT_EQ(FromTimestamp(agreement.editions(0).cease_time()), end);
  EXPECT_FALSE(agreement.editions(1).has_cease_time());
  EXPECT_EQ(agreement.edition_in_force(), 2);
  const v1::Agreement ended = *Ended(agreement, "结束", end + absl::Hours(4));
  EXPECT_EQ(FromTimestamp(ended.editions(0).cease_time()), end) << "what has ceased has";
  EXPECT_EQ(FromTimestamp(ended.editions(1).cease_time()), end + absl::Hours(4));
}

TEST(AgreementTest, StoodAtAnInstantWithWhatCameAtIt) {
  v1::AgreementTerms narrower = SampleTerms();
  narrower.mutable_fields()->RemoveLast();
  v1::Agreement agreement = *Amended(InForce(), narrower, "减少", "p", At(3));
  agreement = *Approved(agreement, 2, ApprovingSide::kOwner, "o", At(4));
  agreement = *Approved(agreement, 2, ApprovingSide::kOffice, "f", At(5));
  const v1::Agreement ended = *Ended(agreement, "不再需要", At(6));
  EXPECT_EQ(AsOf(ended, At(0)).editions_size(), 1);
  EXPECT_EQ(AsOf(ended, At(0)).state(), v1::AGREEMENT_STATE_PROPOSED);
  EXPECT_FALSE(AsOf(ended, At(0)).editions(0).has_owner_approval());
  EXPECT_TRUE(AsOf(ended, At(1)).editions(0).has_owner_approval());
  EXPECT_FALSE(AsOf(ended, At(1)).editions(0).has_office_approval());
  EXPECT_EQ(AsOf(ended, At(2)).edition_in_force(), 1);
  EXPECT_EQ(AsOf(ended, At(3)).editions_size(), 2);
  EXPECT_EQ(AsOf(ended, At(3) - absl::Seconds(1)).editions_size(), 1);
  EXPECT_FALSE(AsOf(ended, At(5) - absl::Seconds(1)).editions(0).has_cease_time());
  EXPECT_EQ(AsOf(ended, At(5)).edition_in_force(), 2);
  const v1::Agreement last = AsOf(ended, At(6) - absl::Seconds(1));
  EXPECT_FALSE(last.has_end_time());
  EXPECT_EQ(last.end_reason(), "");
  EXPECT_EQ(last.state(), v1::AGREEMENT_STATE_IN_FORCE);
  EXPECT_EQ(AsOf(ended, At(6)).state(), v1::AGREEMENT_STATE_ENDED);
  EXPECT_EQ(AsOf(ended, At(6)).end_reason(), "不再需要");
}

TEST(AgreementTest, EachPartyThatChangesIsNamed) {
  const auto faults = [](const std::function<void(v1::AgreementTerms&)>& change) {
    v1::AgreementTerms terms = SampleTerms();
    change(terms);
    std::vector<std::string> fields;
    const auto details = BadRequestOf(Amended(InForce(), terms, "换人", "p", At(3)).status());
    if (!details.has_value()) return fields;
    for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
    return fields;
  };
  using ::testing::ElementsAre;
  EXPECT_THAT(faults([](auto& t) { t.mutable_owner()->set_region("140500"); }), ElementsAre("terms.owner"));
  EXPECT_THAT(faults([](auto& t) { t.mutable_owner()->set_department("health"); }), ElementsAre("terms.owner"));
  EXPECT_THAT(faults([](auto& t) { t.mutable_reader()->set_region("140500"); }), ElementsAre("terms.reader"));
  EXPECT_THAT(faults([](auto& t) { t.set_kind(v1::RECORD_KIND_INJURY); }), ElementsAre("terms.kind"));
  EXPECT_THAT(faults([](auto& t) { t.add_regions("140581"); }), ElementsAre());
}

std::vector<std::string> TermsAtFault(const v1::AgreementTerms& terms, const type::v1::Plan& plan = SamplePlan()) {
  std::vector<std::string> fields;
  const auto details = BadRequestOf(CheckTerms(terms, plan, Now()));
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

TEST(AgreementTermsTest, BoundsAreHeldTo) {
  using ::testing::ElementsAre;
  v1::AgreementTerms terms = SampleTerms();
  // Ten years from 15 June 2026, three of them leap years, are 3653 days.
  *terms.mutable_end_time() = ToTimestamp(Now() + absl::Hours(24 * 3653));
  EXPECT_THAT(TermsAtFault(terms), ElementsAre());
  *terms.mutable_end_time() = ToTimestamp(Now() + absl::Hours(24 * 3653) + absl::Seconds(1));
  EXPECT_THAT(TermsAtFault(terms), ElementsAre("terms.end_time"));
  *terms.mutable_end_time() = ToTimestamp(Now() + absl::Seconds(1));
  EXPECT_THAT(TermsAtFault(terms), ElementsAre());
  terms.clear_end_time();
  EXPECT_THAT(TermsAtFault(terms), ElementsAre("terms.end_time"));
  terms = SampleTerms();
  std::string note;
  for (int i = 0; i < 500; ++i) note += "字";
  terms.set_note(note);
  EXPECT_THAT(TermsAtFault(terms), ElementsAre());
  terms.set_note(note + "字");
  EXPECT_THAT(TermsAtFault(terms), ElementsAre("terms.note"));
}

TEST(AgreementTermsTest, PlacesOfFaultsAreTold) {
  using ::testing::ElementsAre;
  v1::AgreementTerms terms = SampleTerms();
  terms.add_regions("140581");
  terms.add_regions("1405");
  terms.add_industries("coal-mining");
  terms.add_industries("fishing");
  terms.add_purposes(v1::PURPOSE_STATISTICS);
  terms.add_purposes(v1::PURPOSE_BUSINESS);
  terms.add_purposes(static_cast<v1::Purpose>(99));
  EXPECT_THAT(TermsAtFault(terms),
              ElementsAre("terms.regions[1]", "terms.industries[1]", "terms.purposes[2]", "terms.purposes[3]"));
}

TEST(AgreementTermsTest, APartyActsWhereItIs) {
  using ::testing::ElementsAre;
  type::v1::Plan plan = SamplePlan();
  plan.mutable_departments(1)->set_acting_region("140500");  // emergency
  v1::AgreementTerms terms = SampleTerms();
  EXPECT_THAT(TermsAtFault(terms, plan), ElementsAre("terms.owner.region"));
  terms.mutable_owner()->set_region("140500");
  EXPECT_THAT(TermsAtFault(terms, plan), ElementsAre());
  terms.add_regions("140581");
  EXPECT_THAT(TermsAtFault(terms, plan), ElementsAre()) << "within the city";
}

TEST(AgreementTermsTest, TheRegisterIsKeptByTheLeadingDepartmentFromRecordsOfEmployers) {
  using ::testing::ElementsAre;
  v1::AgreementTerms terms = SampleTerms();
  terms.set_purposes(0, v1::PURPOSE_REGISTER);
  EXPECT_THAT(TermsAtFault(terms), ElementsAre("terms.purposes[0]"));
  terms.set_kind(v1::RECORD_KIND_EMPLOYER);
  terms.clear_fields();
  terms.add_fields("names");
  EXPECT_THAT(TermsAtFault(terms), ElementsAre());
  *terms.mutable_reader() = Owner("health");
  EXPECT_THAT(TermsAtFault(terms), ElementsAre("terms.purposes[0]"));
}

// Its own records, the leading department reconciles and registers without anybody's leave to read them: an agreement says that it does.
TEST(AgreementTermsTest, OnesOwnRecordsNeedAnAgreementForReconciliationAlone) {
  using ::testing::ElementsAre;
  v1::AgreementTerms terms = SampleTerms();
  *terms.mutable_owner() = Owner("hrss");
  EXPECT_THAT(TermsAtFault(terms), ElementsAre("terms.reader"));
  terms.set_purposes(0, v1::PURPOSE_RECONCILIATION);
  EXPECT_THAT(TermsAtFault(terms), ElementsAre());
  terms.add_purposes(v1::PURPOSE_BUSINESS);
  EXPECT_THAT(TermsAtFault(terms), ElementsAre("terms.reader"));
}

}  // namespace
}  // namespace lianfang::exchange
