// A plan with a fund, a budget, projects and rate tables for tests. All organisations are made up.
#ifndef LIANFANG_SERVICES_FUND_DOMAIN_TESTING_SAMPLE_H_
#define LIANFANG_SERVICES_FUND_DOMAIN_TESTING_SAMPLE_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "lianfang/fund/v1/premium.pb.h"
#include "lianfang/fund/v1/project.pb.h"
#include "lianfang/fund/v1/provider.pb.h"
#include "lianfang/type/v1/plan.pb.h"
#include "services/fund/domain/project/project_rules.h"

namespace lianfang::fund::testing {

inline constexpr char kBudget[] = "plans/sample/budgets/2026";
inline constexpr char kProvider[] = "plans/sample/providers/91350100M000100Y43";
inline constexpr char kOtherProvider[] = "plans/sample/providers/91140581MA00000015";
inline constexpr char kEngagement[] = "engagements/review";

// Noon of 2026-06-01 where the plan is in force.
absl::Time Now();

// A message from text; a test failure where it does not parse.
template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

const type::v1::Plan& SamplePlan();

// A document of that title.
std::string DocumentText(absl::string_view title);
std::string ApprovalText();

// A budget of 2026 over 100,000 yuan: 30,000 publicity, 70,000 training.
v1::Budget SampleBudget();

// A proposal of emergency management for 40,000 yuan of training, in the coal mines.
v1::Proposal SampleProposal();
// The same as proposed, `projects/{id}`.
v1::Project SampleProject(const std::string& id = "p1");

// A register entry of a third party.
v1::Provider SampleProvider(const std::string& name = kProvider);

// The panel that reviewed, as it is after it met; kProvider is a party.
Panel HeldPanel();

// A credit code with a valid check character.
std::string CreditCode(int number);

Identity Person(type::v1::Role role, const std::string& department, const std::string& region = "140581");

// The reason of an ErrorInfo, or the first field at fault, or what the status says.
std::string Told(const absl::Status& status);

// Steps with what they need.
v1::ProjectStep Step(const std::string& text);
v1::ProjectStep StepWithDocument(const std::string& text);

// The project after these steps, each of which must be allowed.
class Walk {
 public:
  explicit Walk(v1::Project project = SampleProject()) : project_(std::move(project)) {}

  // Takes the step as the office, and expects it to be allowed.
  Walk& Take(const v1::ProjectStep& step);
  absl::Status Try(const v1::ProjectStep& step);
  StepFacts Facts() const;

  Walk& Reviewed();
  Walk& Approved();
  Walk& Contracted();
  Walk& Running();
  Walk& Completed();
  Walk& Accepted();

  v1::Project& project() { return project_; }

  Identity caller = Person(type::v1::ROLE_OFFICE, "hrss");
  absl::Time now = Now();
  std::optional<Panel> panel = HeldPanel();
  std::optional<v1::Provider> provider = SampleProvider();
  std::optional<v1::Provider> contractor = SampleProvider();
  v1::Budget budget = SampleBudget();
  Sums sums;

 private:
  v1::Project project_;
};

}  // namespace lianfang::fund::testing

#endif  // LIANFANG_SERVICES_FUND_DOMAIN_TESTING_SAMPLE_H_
