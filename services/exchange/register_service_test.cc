#include "services/exchange/register_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples
using ::testing::ElementsAre;
using ::testing::SizeIs;

// Emergency has entered an employer, and housing the same credit code with another name and industry.
class RegisterTest : public ::testing::Test {
 protected:
  RegisterTest() {
    v1::Record other = EmployerOf(7);
    other.mutable_employer()->mutable_names(0)->set_display_name("高平建筑");
    other.set_industry("construction");
    other.mutable_employer()->set_legal_representative("李四");
    first_ = world_.Published(world_.emergency, EmployerOf());
    world_.clock.Advance(absl::Hours(1));
    second_ = world_.Published(housing_, other);
  }

  v1::Employer Get() {
    v1::GetEmployerRequest request;
    request.set_credit_code(kCreditCode);
    const auto employer = world_.registers.GetEmployer(world_.health, request);
    EXPECT_TRUE(employer.ok()) << employer.status();
    return employer.value_or(v1::Employer());
  }
  std::vector<std::string> Listed(const std::string& industry = "") {
    v1::ListEmployersRequest request;
    request.set_industry(industry);
    std::vector<std::string> names;
    const auto listed = world_.registers.ListEmployers(world_.health, request);
    EXPECT_TRUE(listed.ok()) << listed.status();
    if (!listed.ok()) return names;
    for (const v1::Employer& employer : listed->employers()) names.push_back(employer.name());
    return names;
  }
  static v1::AgreementTerms Terms() {
    v1::AgreementTerms terms;
    *terms.mutable_owner() = Owner("housing");
    *terms.mutable_reader() = Owner("hrss");
    terms.set_kind(v1::RECORD_KIND_EMPLOYER);
    terms.add_fields("credit_code");
    terms.add_purposes(v1::PURPOSE_REGISTER);
    *terms.mutable_end_time() = ToTimestamp(Now() + absl::Hours(24 * 365));
    return terms;
  }
  std::string HousingKeepsTheRegister(const v1::AgreementTerms& terms = Terms()) {
    v1::ProposeAgreementRequest request;
    request.set_plan(kPlan);
    *request.mutable_terms() = terms;
    request.set_request_id(NewUuid());
    const auto proposed = world_.agreements.ProposeAgreement(housing_, request);
    EXPECT_TRUE(proposed.ok()) << proposed.status();
    if (!proposed.ok()) return "";
    EXPECT_EQ(Get().name(), first_) << "what waits for approval gives nothing";
    EXPECT_TRUE(world_.Approve(As(type::v1::ROLE_CONVENER, "housing"), proposed->name(), 1).ok());
    EXPECT_TRUE(world_.Approve(world_.office, proposed->name(), 1).ok());
    return proposed->name();
  }

  World world_;
  const Call housing_ = As(type::v1::ROLE_LIAISON, "housing");
  std::string first_;
  std::string second_;
};

TEST_F(RegisterTest, ALaterEntryOfAnotherDepartmentReplacesNothingAndIsShownBesideIt) {
  const v1::Employer employer = Get();
  EXPECT_EQ(employer.name(), first_);
  EXPECT_EQ(employer.owner().department(), "emergency");
  EXPECT_EQ(employer.register_edition(), "");
  ASSERT_THAT(employer.other_entries(), SizeIs(1));
  EXPECT_EQ(employer.other_entries(0).name(), second_);
  EXPECT_EQ(employer.other_entries(0).owner().department(), "housing");
  EXPECT_THAT(employer.other_entries(0).differing_fields(), ElementsAre("industry", "employer.names"))
      << "and not the legal representative, who is a person";
  EXPECT_THAT(Listed(), ElementsAre(first_));
  EXPECT_THAT(Listed("construction"), SizeIs(0)) << "nor where only the other entry is of the industry";
}

TEST_F(RegisterTest, TheFirstOwnersOwnNewVersionsArePartOfItsEntry) {
  v1::Record renamed = EmployerOf();
  renamed.set_version(2);
  renamed.mutable_employer()->mutable_names(0)->set_display_name("高平煤业集团");
  world_.Publish(world_.emergency, {renamed});
  EXPECT_EQ(Get().record().names(0).display_name(), "高平煤业集团");
}

TEST_F(RegisterTest, WhoKeepsTheRegisterByAgreementComesFirst) {
  const std::string agreement = HousingKeepsTheRegister();
  EXPECT_EQ(Get().name(), second_);
  EXPECT_EQ(Get().register_edition(), agreement + "/editions/1");
  EXPECT_EQ(Get().other_entries(0).name(), first_);
  EXPECT_THAT(Listed(), ElementsAre(second_));
  EXPECT_THAT(Listed("coal-mining"), SizeIs(0));
  ASSERT_TRUE(world_.End(As(type::v1::ROLE_CONVENER, "housing"), agreement).ok());
  EXPECT_EQ(Get().name(), first_);
}

TEST_F(RegisterTest, AnAgreementIsForItsIndustriesAndItsTime) {
  v1::AgreementTerms terms = Terms();
  terms.add_industries("coal-mining");
  HousingKeepsTheRegister(terms);
  EXPECT_EQ(Get().name(), first_) << "housing's entry is of construction";
}

TEST_F(RegisterTest, AnExpiredAgreementGivesNothing) {
  HousingKeepsTheRegister();
  EXPECT_EQ(Get().name(), second_);
  world_.clock.Set(FromTimestamp(Terms().end_time()));
  EXPECT_EQ(Get().name(), first_);
}

TEST_F(RegisterTest, ThePurposeIsForEmployersAndTheLeadDepartment) {
  v1::AgreementTerms terms = SampleTerms();
  terms.add_purposes(v1::PURPOSE_REGISTER);
  EXPECT_EQ(FaultOf(CheckTerms(terms, SamplePlan(), Now())), "terms.purposes[1]");
  terms = Terms();
  *terms.mutable_reader() = Owner("health");
  EXPECT_EQ(FaultOf(CheckTerms(terms, SamplePlan(), Now())), "terms.purposes[0]");
  terms = Terms();
  *terms.mutable_owner() = Owner("hrss");
  EXPECT_TRUE(CheckTerms(terms, SamplePlan(), Now()).ok()) << "the lead department may keep it itself";
}

}  // namespace
}  // namespace lianfang::exchange
