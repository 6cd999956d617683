#include "services/exchange/agreement_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/exchange/testing/world.h"

namespace lianfang::exchange {
namespace {

using namespace testing;  // NOLINT: the samples

v1::ProposeAgreementRequest Proposal(const std::string& id = "accidents") {
  v1::ProposeAgreementRequest request;
  request.set_plan(kPlan);
  request.set_agreement_id(id);
  *request.mutable_terms() = SampleTerms();
  request.set_request_id(NewUuid());
  return request;
}

TEST(AgreementServiceTest, PartiesProposeOthersDoNot) {
  World world;
  EXPECT_EQ(ReasonOf(world.agreements.ProposeAgreement(world.health, Proposal()).status()), "NOT_A_PARTY");
  EXPECT_EQ(world.agreements.ProposeAgreement(world.emergency, Proposal())->name(),
            "plans/gaoping/agreements/accidents");
  EXPECT_EQ(ReasonOf(world.agreements.ProposeAgreement(world.office, Proposal()).status()), "ALREADY_EXISTS");
  const Call county = As(type::v1::ROLE_OFFICE, "hrss", "140582");
  EXPECT_EQ(ReasonOf(world.agreements.ProposeAgreement(county, Proposal("b")).status()), "NOT_A_PARTY");
}

TEST(AgreementServiceTest, OnlyTheOwnersConvenerAndTheOfficeApprove) {
  World world;
  const std::string name = world.agreements.ProposeAgreement(world.hrss, Proposal())->name();
  for (const Call* call : {&world.hrss, &world.emergency, &world.health}) {
    EXPECT_EQ(ReasonOf(world.Approve(*call, name, 1).status()), "NOT_A_PARTY") << call->caller.uri;
  }
  EXPECT_EQ(ReasonOf(world.Approve(As(type::v1::ROLE_OFFICE, "hrss", "140582"), name, 1).status()), "NOT_A_PARTY");
  EXPECT_EQ(FaultOf(world.Approve(world.office, name, 2).status()), "edition");
  EXPECT_EQ(world.Approve(world.office, name, 1)->state(), v1::AGREEMENT_STATE_PROPOSED);
  EXPECT_EQ(world.Approve(world.emergency_convener, name, 1)->state(), v1::AGREEMENT_STATE_IN_FORCE);
  EXPECT_EQ(ReasonOf(world.End(world.hrss, name).status()), "NOT_A_PARTY") << "the reader does not end it";
}

TEST(AgreementServiceTest, IsReadAsOfAnyInstant) {
  World world;
  const std::string name = world.Agree();
  const absl::Time before = world.clock.Now();
  world.clock.Advance(absl::Hours(1));
  (void)world.End(world.office, name);
  v1::GetAgreementRequest request;
  request.set_name(name);
  EXPECT_EQ(world.agreements.GetAgreement(world.auditor, request)->state(), v1::AGREEMENT_STATE_ENDED);
  *request.mutable_as_of() = ToTimestamp(before);
  EXPECT_EQ(world.agreements.GetAgreement(world.auditor, request)->state(), v1::AGREEMENT_STATE_IN_FORCE);
  *request.mutable_as_of() = ToTimestamp(before - absl::Hours(1));
  EXPECT_EQ(world.agreements.GetAgreement(world.auditor, request).status().code(), absl::StatusCode::kNotFound);
}

TEST(AgreementServiceTest, ListsByPageStateAndDepartment) {
  World world;
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(world.agreements.ProposeAgreement(world.hrss, Proposal(id)).ok());
  (void)world.Approve(world.office, "plans/gaoping/agreements/b", 1);
  (void)world.Approve(world.emergency_convener, "plans/gaoping/agreements/b", 1);
  v1::ListAgreementsRequest request;
  request.set_plan(kPlan);
  request.set_page_size(2);
  const auto first = world.agreements.ListAgreements(world.health, request);
  ASSERT_EQ(first->agreements_size(), 2);
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(world.agreements.ListAgreements(world.health, request)->agreements(0).name(), "plans/gaoping/agreements/c");
  request.clear_page_token();
  request.set_state(v1::AGREEMENT_STATE_IN_FORCE);
  EXPECT_EQ(world.agreements.ListAgreements(world.health, request)->agreements_size(), 1);
  request.set_department("housing");
  EXPECT_EQ(world.agreements.ListAgreements(world.health, request)->agreements_size(), 0);
  EXPECT_EQ(ReasonOf(world.agreements.ListAgreements(As(type::v1::ROLE_OFFICE, "hrss", "140582"), request).status()),
            "NOT_OWN_REGION");
}

TEST(AgreementServiceTest, BadProposalsAreNamed) {
  World world;
  v1::ProposeAgreementRequest request = Proposal();
  request.set_reason("没有修订");
  EXPECT_EQ(FaultOf(world.agreements.ProposeAgreement(world.hrss, request).status()), "reason");
  request = Proposal("Bad Id");
  EXPECT_EQ(FaultOf(world.agreements.ProposeAgreement(world.hrss, request).status()), "agreement_id");
  request = Proposal();
  request.mutable_terms()->set_fields(0, "exposure_years");
  EXPECT_EQ(FaultOf(world.agreements.ProposeAgreement(world.hrss, request).status()), "terms.fields[0]");
  request = Proposal("");
  request.set_amends("plans/gaoping/agreements/none");
  request.set_reason("修订");
  EXPECT_EQ(world.agreements.ProposeAgreement(world.hrss, request).status().code(), absl::StatusCode::kNotFound);
}

TEST(RegisterServiceTest, TheRegisterIsWithoutItsRepresentativesAndOfTheRegion) {
  World world;
  world.Publish(world.emergency, {EmployerOf()});
  v1::GetEmployerRequest request;
  request.set_credit_code(kCreditCode);
  const auto employer = world.registers.GetEmployer(world.health, request);
  ASSERT_TRUE(employer.ok()) << employer.status();
  EXPECT_EQ(employer->record().names(0).display_name(), "高平煤业");
  EXPECT_EQ(employer->record().legal_representative(), "");
  EXPECT_EQ(world.registers.GetEmployer(As(type::v1::ROLE_LIAISON, "health", "110000"), request).status().code(),
            absl::StatusCode::kNotFound);
  v1::ListEmployersRequest list;
  EXPECT_EQ(world.registers.ListEmployers(world.health, list)->employers_size(), 1);
  list.set_region("110000");
  EXPECT_EQ(ReasonOf(world.registers.ListEmployers(world.health, list).status()), "NOT_OWN_REGION");
}

TEST(RegisterServiceTest, FiguresAreProposedFromTheOwnRecords) {
  World world;
  v1::SetFigureDefinitionsRequest set;
  set.set_plan(kPlan);
  set.set_request_id(NewUuid());
  v1::FigureDefinition& definition = *set.add_definitions();
  definition.set_figure("deaths");
  definition.set_kind(v1::RECORD_KIND_ACCIDENT);
  definition.set_measure(v1::FIGURE_MEASURE_DEATHS);
  EXPECT_EQ(ReasonOf(world.registers.SetFigureDefinitions(world.hrss, set).status()), "NOT_PLAN_OFFICE");
  ASSERT_TRUE(world.registers.SetFigureDefinitions(world.office, set).ok());
  const std::string name = world.Published(world.emergency, Accident());
  world.Publish(world.health, {Accident(2)});
  v1::ProposeFiguresRequest request;
  request.set_plan(kPlan);
  request.set_period("2026");
  request.set_region("140581");
  request.set_industry("coal-mining");
  const auto proposed = world.registers.ProposeFigures(world.emergency, request);
  ASSERT_TRUE(proposed.ok()) << proposed.status();
  ASSERT_EQ(proposed->figures_size(), 1);
  EXPECT_EQ(proposed->figures(0).value().figure(), "deaths");
  EXPECT_EQ(proposed->figures(0).value().number(), 1) << "of the caller's records alone";
  EXPECT_EQ(proposed->figures(0).sources(0).record(), name + "/versions/1");
  EXPECT_THAT(proposed->undefined_figures(), ::testing::ElementsAre("accidents", "cases"));
  request.set_period("2031");
  EXPECT_EQ(FaultOf(world.registers.ProposeFigures(world.emergency, request).status()), "period");
}

}  // namespace
}  // namespace lianfang::exchange
