// What a proposal must say, and how many projects a budget takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "services/fund/domain/project/project_rules.h"
#include "services/fund/domain/testing/sample.h"

namespace lianfang::fund {
namespace {

using testing::Told;

TEST(CheckTakesMoreTest, ABudgetTakesABoundedNumberOfProjects) {
  EXPECT_TRUE(CheckTakesMore(kMostProjects - 1).ok());
  EXPECT_EQ(Told(CheckTakesMore(kMostProjects)), "TOO_MANY_PROJECTS");
}

TEST(ProposalTest, EachFaultNamesItsField) {
  const auto told = [](const std::function<void(v1::Proposal&)>& spoil) {
    v1::Proposal proposal = testing::SampleProposal();
    spoil(proposal);
    return Told(CheckProposal("project.proposal", proposal, testing::SamplePlan()));
  };
  EXPECT_TRUE(CheckProposal("project.proposal", testing::SampleProposal(), testing::SamplePlan()).ok());
  EXPECT_EQ(told([](auto& p) { p.clear_title(); }), "project.proposal.title");
  EXPECT_EQ(told([](auto& p) { p.set_purpose("travel"); }), "project.proposal.purpose");
  EXPECT_EQ(told([](auto& p) { p.set_department("market"); }), "project.proposal.department");
  EXPECT_EQ(told([](auto& p) { p.set_industry("fishing"); }), "project.proposal.industry");
  EXPECT_EQ(told([](auto& p) { p.set_region("140582"); }), "project.proposal.region");
  EXPECT_EQ(told([](auto& p) { p.mutable_amount()->set_nanos(1000000); }), "project.proposal.amount");
  EXPECT_EQ(told([](auto& p) { p.mutable_end_date()->set_year(2029); }), "project.proposal.end_date");
  EXPECT_EQ(told([](auto& p) { p.set_applicant_kind(v1::APPLICANT_KIND_ENTERPRISE); }),
            "project.proposal.applicant.credit_code");
  EXPECT_EQ(told([](auto& p) { p.set_participants(-1); }), "project.proposal.participants");
  EXPECT_EQ(told([](auto& p) { p.mutable_applicant()->set_display_name("部门"); }), "project.proposal.applicant")
      << "a department applies for itself";
}

}  // namespace
}  // namespace lianfang::fund
