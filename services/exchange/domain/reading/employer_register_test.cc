#include "services/exchange/domain/reading/employer_register.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/testing/sample.h"

namespace lianfang::exchange {
namespace {

using testing::EmployerOf;

TEST(EmployerRegisterTest, DifferencesAreNamedByTheirPathsAndPersonalOnesAreNot) {
  const v1::Record kept = EmployerOf();
  EXPECT_THAT(DifferingFields(kept, kept), ::testing::IsEmpty());
  v1::Record other = kept;
  other.set_region("140582");
  other.set_industry("construction");
  other.mutable_employer()->set_credit_code("140581000012345");
  other.mutable_employer()->mutable_names(0)->set_display_name("高平煤业有限公司");
  other.mutable_employer()->set_legal_representative("李四");
  EXPECT_THAT(DifferingFields(kept, other),
              ::testing::UnorderedElementsAre("region", "industry", "employer.credit_code", "employer.names"));
}

TEST(EmployerRegisterTest, IsKeptByAgreementsInForceOnEmployersForThatPurpose) {
  const absl::Time now = testing::Now();
  v1::AgreementTerms terms = testing::SampleTerms();
  terms.set_kind(v1::RECORD_KIND_EMPLOYER);
  terms.set_purposes(0, v1::PURPOSE_REGISTER);
  const auto kept = [&](const v1::AgreementTerms& one, bool approved) {
    v1::Agreement agreement = Proposed("plans/p/agreements/a", one, "p", now);
    if (approved) {
      agreement = *Approved(agreement, 1, ApprovingSide::kOwner, "o", now);
      agreement = *Approved(agreement, 1, ApprovingSide::kOffice, "f", now);
    }
    return RegisterAgreements({agreement}, now);
  };
  ASSERT_EQ(kept(terms, true).size(), 1u);
  EXPECT_EQ(kept(terms, true)[0].edition, "plans/p/agreements/a/editions/1");
  EXPECT_EQ(kept(terms, true)[0].terms.kind(), v1::RECORD_KIND_EMPLOYER);
  EXPECT_THAT(kept(terms, false), ::testing::IsEmpty());
  v1::AgreementTerms other = terms;
  other.set_purposes(0, v1::PURPOSE_BUSINESS);
  EXPECT_THAT(kept(other, true), ::testing::IsEmpty());
  other = terms;
  other.set_kind(v1::RECORD_KIND_ACCIDENT);
  EXPECT_THAT(kept(other, true), ::testing::IsEmpty());
}

}  // namespace
}  // namespace lianfang::exchange
