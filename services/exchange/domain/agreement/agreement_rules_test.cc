#include "services/exchange/domain/agreement/agreement_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>

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

}  // namespace
}  // namespace lianfang::exchange
