// What a proposal must say, and how many projects a budget takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "common/errors.h"
#include "services/fund/domain/project/project_rules.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/domain/values/money.h"

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

std::vector<std::string> Faults(const std::function<void(v1::Proposal&)>& change,
                                const type::v1::Plan& plan = testing::SamplePlan()) {
  v1::Proposal proposal = testing::SampleProposal();
  change(proposal);
  std::vector<std::string> fields;
  const auto details = BadRequestOf(CheckProposal("p", proposal, plan));
  if (!details.has_value()) return fields;
  for (const auto& violation : details->field_violations()) fields.push_back(violation.field());
  return fields;
}

std::string Text(int characters) {
  std::string text;
  for (int i = 0; i < characters; ++i) text += "字";
  return text;
}

using Fields = std::vector<std::string>;

TEST(ProposalTest, BoundsAreThoseOfTheContract) {
  const auto titled = [](int characters) { return [=](v1::Proposal& p) { p.set_title(Text(characters)); }; };
  EXPECT_EQ(Faults(titled(200)), Fields());
  EXPECT_EQ(Faults(titled(201)), Fields{"p.title"});
  const auto described = [](int characters) { return [=](v1::Proposal& p) { p.set_description(Text(characters)); }; };
  EXPECT_EQ(Faults(described(1)), Fields());
  EXPECT_EQ(Faults(described(5000)), Fields());
  EXPECT_EQ(Faults(described(5001)), Fields{"p.description"});
  EXPECT_EQ(Faults(described(0)), Fields{"p.description"});
  const auto for_people = [](int count) { return [=](v1::Proposal& p) { p.set_participants(count); }; };
  EXPECT_EQ(Faults(for_people(0)), Fields());
  EXPECT_EQ(Faults(for_people(10'000'000)), Fields());
  EXPECT_EQ(Faults(for_people(10'000'001)), Fields{"p.participants"});
  const auto costing = [](int64_t fen) { return [=](v1::Proposal& p) { *p.mutable_amount() = MoneyOf(fen); }; };
  EXPECT_EQ(Faults(costing(1)), Fields());
  EXPECT_EQ(Faults(costing(0)), Fields{"p.amount"});
}

// regulations.md: a project lasts two years at most, unless the plan says otherwise.
TEST(ProposalTest, DaysAreInOrderAndWithinTwoYears) {
  const auto lasting = [](const std::string& start, const std::string& end) {
    return [=](v1::Proposal& p) {
      *p.mutable_start_date() = testing::FromText<google::type::Date>(start);
      *p.mutable_end_date() = testing::FromText<google::type::Date>(end);
    };
  };
  const std::string first = "year: 2026 month: 7 day: 1";
  EXPECT_EQ(Faults(lasting(first, first)), Fields());
  EXPECT_EQ(Faults(lasting(first, "year: 2026 month: 6 day: 30")), Fields{"p.end_date"});
  EXPECT_EQ(Faults(lasting(first, "year: 2028 month: 6 day: 30")), Fields());
  EXPECT_EQ(Faults(lasting(first, "year: 2028 month: 7 day: 1")), Fields{"p.end_date"});
  EXPECT_EQ(Faults(lasting("year: 2026 month: 2 day: 30", first)), Fields{"p.start_date"});
  EXPECT_EQ(Faults([](v1::Proposal& p) { p.clear_end_date(); }), Fields{"p.end_date"});
}

TEST(ProposalTest, WithoutPurposesInThePlanThereIsNone) {
  type::v1::Plan plan = testing::SamplePlan();
  plan.mutable_fund()->clear_purposes();
  EXPECT_EQ(Faults([](v1::Proposal&) {}, plan), Fields{"p.purpose"});
  EXPECT_EQ(Faults([](v1::Proposal& p) { p.clear_purpose(); }, plan), Fields());
  EXPECT_EQ(Faults([](v1::Proposal& p) { p.clear_purpose(); }), Fields{"p.purpose"});
}

TEST(ProposalTest, AnApplicantIsNamedUnlessItIsADepartment) {
  const auto of = [](v1::ApplicantKind kind, const std::string& code, const std::string& name) {
    return [=](v1::Proposal& p) {
      p.set_applicant_kind(kind);
      p.mutable_applicant()->set_credit_code(code);
      p.mutable_applicant()->set_display_name(name);
    };
  };
  const std::string code = testing::CreditCode(1);
  EXPECT_EQ(Faults(of(v1::APPLICANT_KIND_ENTERPRISE, code, "示例企业")), Fields());
  EXPECT_EQ(Faults(of(v1::APPLICANT_KIND_ENTERPRISE, "x", "示例企业")), Fields{"p.applicant.credit_code"});
  EXPECT_EQ(Faults(of(v1::APPLICANT_KIND_ENTERPRISE, code, "")), Fields{"p.applicant.display_name"});
  EXPECT_EQ(Faults(of(v1::APPLICANT_KIND_ENTERPRISE, code, Text(200))), Fields());
  EXPECT_EQ(Faults(of(v1::APPLICANT_KIND_ENTERPRISE, code, Text(201))), Fields{"p.applicant.display_name"});
  for (const int kind : {0, 99}) {
    EXPECT_EQ(Faults([=](v1::Proposal& p) { p.set_applicant_kind(static_cast<v1::ApplicantKind>(kind)); }),
              Fields{"p.applicant_kind"});
  }
}

TEST(ProposalTest, IsKeptAsItWasProposed) {
  const v1::Project project = testing::SampleProject();
  EXPECT_EQ(project.name(), "projects/p1");
  EXPECT_EQ(project.budget(), testing::kBudget);
  EXPECT_EQ(project.state(), v1::PROJECT_STATE_PROPOSED);
  EXPECT_EQ(project.etag(), "1");
  EXPECT_EQ(project.documents_size(), 1);
  EXPECT_EQ(project.creator(), testing::Person(type::v1::ROLE_LIAISON, "emergency").uri);
  EXPECT_EQ(project.create_time().seconds(), absl::ToUnixSeconds(testing::Now()));
  EXPECT_EQ(project.update_time().seconds(), absl::ToUnixSeconds(testing::Now()));
  ASSERT_EQ(project.events_size(), 1);
  EXPECT_EQ(project.events(0).number(), 1);
  EXPECT_EQ(project.events(0).kind(), v1::PROJECT_STEP_KIND_PROPOSE);
  EXPECT_EQ(project.events(0).actor(), project.creator());
  EXPECT_EQ(project.committed().units(), 0);
}

}  // namespace
}  // namespace lianfang::fund
