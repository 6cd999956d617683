// Fund: budgets, projects, providers and floating premium rates.
#include <memory>

#include "services/fund/duty_service.h"
#include "services/fund/testing/world.h"
#include "tests/fuzz/service_target.h"

namespace lianfang::fuzz {
namespace {

namespace sample = fund::testing;
namespace v1 = fund::v1;

class World : public FuzzWorld {
 public:
  explicit World(RpcRuntime& runtime)
      : project_contract_("lianfang.fund.v1.ProjectService", runtime),
        premium_contract_("lianfang.fund.v1.PremiumService", runtime),
        duty_contract_("lianfang.duty.v1.DutyService", runtime) {
    project_ = world_.Reviewed();
    (void)world_.PutProvider(world_.office);
    world_.budgets.Register(project_contract_);
    world_.projects.Register(project_contract_);
    world_.providers.Register(project_contract_);
    world_.premiums.Register(premium_contract_);
    duties_.Register(duty_contract_);
  }

  std::vector<ContractService*> services() override {
    return {&project_contract_, &premium_contract_, &duty_contract_};
  }

  std::vector<std::string> examples() override {
    v1::PutBudgetRequest budget;
    *budget.mutable_budget() = sample::SampleBudget();
    budget.set_request_id(NewUuid());
    v1::CreateProjectRequest project;
    project.mutable_project()->set_budget(sample::kBudget);
    *project.mutable_project()->mutable_proposal() = sample::SampleProposal();
    project.set_request_id(NewUuid());
    v1::PutProviderRequest provider;
    *provider.mutable_provider() = sample::SampleProvider();
    provider.set_request_id(NewUuid());
    v1::RecordProjectStepRequest step;
    step.set_name(project_);
    *step.mutable_step() = sample::Step("panel { engagement: \"engagements/review\" }");
    step.set_request_id(NewUuid());
    return {Example("lianfang.fund.v1.ProjectService.PutBudget", "office", budget),
            Example("lianfang.fund.v1.ProjectService.CreateProject", "liaison", project),
            Example("lianfang.fund.v1.ProjectService.PutProvider", "office", provider),
            Example("lianfang.fund.v1.ProjectService.RecordProjectStep", "office", step)};
  }

 private:
  sample::World world_;
  fund::DutyService duties_{world_.context,
                            [](const auto&...) { return absl::UnavailableError("there is no changelog here"); }};
  ContractService project_contract_, premium_contract_, duty_contract_;
  std::string project_;
};

}  // namespace

FuzzedService Fuzzed() {
  return {[](RpcRuntime& runtime) { return std::make_unique<World>(runtime); },
          sample::Now(),
          {"plans/sample", sample::kBudget, sample::kProvider, sample::kOtherProvider, sample::kEngagement}};
}

}  // namespace lianfang::fuzz
