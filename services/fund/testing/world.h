// The service on a fake store, with a plan, panels, a clock and callers: what handler tests start from.
#ifndef LIANFANG_SERVICES_FUND_TESTING_WORLD_H_
#define LIANFANG_SERVICES_FUND_TESTING_WORLD_H_

#include <map>
#include <string>

#include "common/id.h"
#include "common/rpc/call.h"
#include "common/testing/fake_clock.h"
#include "services/fund/budget_service.h"
#include "services/fund/domain/testing/sample.h"
#include "services/fund/premium_service.h"
#include "services/fund/project_service.h"
#include "services/fund/provider_service.h"
#include "services/fund/store/testing/fake_fund_store.h"

namespace lianfang::fund::testing {

// Answers the plan that it is given.
class FakePlanSource : public PlanSource {
 public:
  explicit FakePlanSource(type::v1::Plan plan = SamplePlan()) : plan_(std::move(plan)) {}

  absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, int /*edition*/, absl::Time) override {
    if (name != plan_.name()) return absl::NotFoundError("no such plan");
    return plan_;
  }

 private:
  const type::v1::Plan plan_;
};

class FakePanels : public PanelSource {
 public:
  absl::StatusOr<Panel> FindPanel(const std::string& engagement, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    const auto found = panels.find(engagement);
    if (found == panels.end()) return absl::NotFoundError("no such engagement");
    return found->second;
  }

  std::map<std::string, Panel> panels = {{kEngagement, HeldPanel()}};
  bool away = false;
};

inline Call CallBy(const Identity& caller) {
  Call call;
  call.method = "lianfang.fund.v1.ProjectService.Test";
  call.caller = caller;
  call.deadline = absl::InfiniteFuture();
  return call;
}

// The document of a proposal.
inline std::string ApplicationText() { return "title: \"申报书\" sha256: \"" + std::string(64, 'a') + "\""; }

struct World {
  explicit World(type::v1::Plan plan = SamplePlan()) : source(std::move(plan)) {}

  FakeClock clock{Now()};
  FakeFundStore store;
  FakePlanSource source;
  PlanEditions plans{source, store, clock};
  FakePanels panels;
  const FundContext context{store, plans, panels, clock};
  BudgetService budgets{context};
  ProjectService projects{context};
  ProviderService providers{context};
  PremiumService premiums{context};

  const Call office = CallBy(Person(type::v1::ROLE_OFFICE, "hrss"));
  const Call emergency = CallBy(Person(type::v1::ROLE_LIAISON, "emergency"));
  const Call housing = CallBy(Person(type::v1::ROLE_LIAISON, "housing"));
  const Call insurance = CallBy(Person(type::v1::ROLE_LIAISON, "social-insurance"));
  const Call auditor = CallBy(Person(type::v1::ROLE_AUDITOR, "audit"));
  const Call stranger = CallBy(Person(type::v1::ROLE_OFFICE, "hrss", "140582"));

  absl::StatusOr<v1::Budget> PutBudget(const Call& call, const v1::Budget& budget = SampleBudget(),
                                       const std::string& reason = "") {
    v1::PutBudgetRequest request;
    *request.mutable_budget() = budget;
    request.set_reason(reason);
    request.set_request_id(NewUuid());
    return budgets.PutBudget(call, request);
  }
  absl::StatusOr<v1::Project> Propose(const Call& call, const v1::Proposal& proposal = SampleProposal()) {
    v1::CreateProjectRequest request;
    request.mutable_project()->set_budget(kBudget);
    *request.mutable_project()->mutable_proposal() = proposal;
    *request.mutable_project()->add_documents() = FromText<v1::Document>(ApplicationText());
    request.set_request_id(NewUuid());
    return projects.CreateProject(call, request);
  }
  absl::StatusOr<v1::Project> Take(const Call& call, const std::string& name, const v1::ProjectStep& step) {
    v1::RecordProjectStepRequest request;
    request.set_name(name);
    *request.mutable_step() = step;
    request.set_request_id(NewUuid());
    return projects.RecordProjectStep(call, request);
  }
  absl::StatusOr<v1::Provider> PutProvider(const Call& call) {
    v1::PutProviderRequest request;
    *request.mutable_provider() = SampleProvider();
    request.set_request_id(NewUuid());
    return providers.PutProvider(call, request);
  }
  // A project of a budget, reviewed; its name.
  std::string Reviewed() {
    (void)PutBudget(office);
    const std::string name = Propose(emergency)->name();
    (void)Take(office, name, Step("panel { engagement: \"engagements/review\" }"));
    (void)Take(office, name,
               StepWithDocument("review { votes_for: 3 amount { currency_code: \"CNY\" units: 40000 } }"));
    return name;
  }
  // The same, approved and with a contract of kProvider; its name.
  std::string Contracted() {
    const std::string name = Reviewed();
    EXPECT_TRUE(PutProvider(office).ok());
    Walk walk;
    walk.Contracted();
    for (const v1::ProjectEvent& event : walk.project().events()) {
      const bool passed_on =
          event.kind() == v1::PROJECT_STEP_KIND_APPROVE || event.kind() == v1::PROJECT_STEP_KIND_CONTRACT;
      if (!passed_on) continue;
      EXPECT_TRUE(Take(office, name, event.step()).ok());
    }
    return name;
  }
};

}  // namespace lianfang::fund::testing

#endif  // LIANFANG_SERVICES_FUND_TESTING_WORLD_H_
