// Coordination: tasks, inspections and orders, conferences, activities, opinions, selections and files.
#include <memory>

#include "services/coordination/duty_service.h"
#include "services/coordination/selection_service.h"
#include "services/coordination/testing/world.h"
#include "tests/fuzz/service_target.h"

namespace lianfang::fuzz {
namespace {

namespace sample = coordination::testing;
namespace v1 = coordination::v1;

class World : public FuzzWorld {
 public:
  explicit World(RpcRuntime& runtime)
      : task_contract_("lianfang.coordination.v1.TaskService", runtime),
        inspection_contract_("lianfang.coordination.v1.InspectionService", runtime),
        conference_contract_("lianfang.coordination.v1.ConferenceService", runtime),
        activity_contract_("lianfang.coordination.v1.ActivityService", runtime),
        opinion_contract_("lianfang.coordination.v1.OpinionService", runtime),
        selection_contract_("lianfang.coordination.v1.SelectionService", runtime),
        file_contract_("lianfang.coordination.v1.FileService", runtime),
        duty_contract_("lianfang.duty.v1.DutyService", runtime) {
    order_ = world_.Serve().name();
    (void)world_.Convene();
    world_.tasks.Register(task_contract_);
    world_.inspections.Register(inspection_contract_);
    world_.conferences.Register(conference_contract_);
    world_.activities.Register(activity_contract_);
    world_.opinions.Register(opinion_contract_);
    selections_.Register(selection_contract_);
    world_.files.Register(file_contract_);
    duties_.Register(duty_contract_);
  }

  std::vector<ContractService*> services() override {
    return {&task_contract_,    &inspection_contract_, &conference_contract_, &activity_contract_,
            &opinion_contract_, &selection_contract_,  &file_contract_,       &duty_contract_};
  }

  std::vector<std::string> examples() override {
    v1::CreateInspectionRequest inspection;
    *inspection.mutable_inspection() = sample::CarriedOut();
    inspection.mutable_inspection()->clear_name();
    inspection.mutable_inspection()->clear_state();
    inspection.mutable_inspection()->clear_findings();
    inspection.set_request_id(NewUuid());
    v1::ConveneConferenceRequest conference;
    *conference.mutable_conference() = sample::Wanted();
    conference.set_request_id(NewUuid());
    v1::CreateOrderRequest order;
    *order.mutable_order() = sample::Draft();
    order.set_request_id(NewUuid());
    v1::AdvanceOrderRequest step = sample::Step(v1::ORDER_ACTION_SERVE);
    step.set_name(order_);
    step.set_request_id(NewUuid());
    return {Example("lianfang.coordination.v1.InspectionService.CreateInspection", "liaison", inspection),
            Example("lianfang.coordination.v1.InspectionService.CreateOrder", "liaison", order),
            Example("lianfang.coordination.v1.InspectionService.AdvanceOrder", "liaison", step),
            Example("lianfang.coordination.v1.ConferenceService.ConveneConference", "office", conference)};
  }

 private:
  sample::World world_;
  coordination::SelectionService selections_{world_.context, world_.exchange};
  coordination::DutyService duties_{
      world_.context, [](const auto&...) { return absl::UnavailableError("there is no changelog here"); }};
  ContractService task_contract_, inspection_contract_, conference_contract_, activity_contract_, opinion_contract_,
      selection_contract_, file_contract_, duty_contract_;
  std::string order_;
};

}  // namespace

FuzzedService Fuzzed() {
  return {[](RpcRuntime& runtime) { return std::make_unique<World>(runtime); },
          sample::Now(),
          {sample::kPlan, sample::kCreditCode, "plans/sample/tasks/training"}};
}

}  // namespace lianfang::fuzz
