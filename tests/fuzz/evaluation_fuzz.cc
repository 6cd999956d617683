// Evaluation: scorecards, assessments, history and appraisals of a plan that was received with its returns.
#include <memory>

#include "absl/strings/str_cat.h"
#include "services/evaluation/appraisal_service.h"
#include "services/evaluation/assessment_service.h"
#include "services/evaluation/concealment_service.h"
#include "services/evaluation/evaluation_service.h"
#include "services/evaluation/evaluator.h"
#include "services/evaluation/history_service.h"
#include "services/evaluation/store/testing/fake_appraisal_store.h"
#include "services/evaluation/testing/received_plan.h"
#include "tests/fuzz/service_target.h"

namespace lianfang::fuzz {
namespace {

using namespace evaluation;  // NOLINT: the service under test

// The fixture of the service's tests, without a test.
class Received : public ReceivedPlanTest {
 public:
  Received() {
    for (const char* period : {"2019", "2021"}) {
      File(period, 5, submission::v1::RETURN_STATE_ACCEPTED, kFiled);
    }
    Refresh();
    (void)evaluator.EvaluateAll();
  }
  void TestBody() override {}

  Standpoints& standpoints() { return standpoints_; }
  EvaluationStore& store() { return store_; }
  const Clock& clock() { return clock_; }

  Metrics metrics;
  Evaluator evaluator{store_, plans_, clock_, metrics, [] {}};
};

class World : public FuzzWorld {
 public:
  explicit World(RpcRuntime& runtime)
      : contract_("lianfang.evaluation.v1.EvaluationService", runtime),
        appraisal_contract_("lianfang.evaluation.v1.AppraisalService", runtime) {
    scorecards_.Register(contract_);
    assessments_.Register(contract_);
    history_.Register(contract_);
    appraisals_.Register(appraisal_contract_);
    concealments_.Register(appraisal_contract_);
  }

  std::vector<ContractService*> services() override { return {&contract_, &appraisal_contract_}; }

 private:
  Received received_;
  EvaluationService scorecards_{received_.standpoints()};
  AssessmentService assessments_{received_.store(), received_.standpoints()};
  HistoryService history_{received_.store(), received_.standpoints()};
  FakeAppraisalStore decisions_;
  AppraisalContext appraisal_context_{decisions_, received_.store(), received_.standpoints(), received_.clock()};
  AppraisalService appraisals_{appraisal_context_};
  ConcealmentService concealments_{appraisal_context_};
  ContractService contract_, appraisal_contract_;
};

}  // namespace

FuzzedService Fuzzed() {
  return {[](RpcRuntime& runtime) { return std::make_unique<World>(runtime); },
          kNow,
          {"plans/sample", "plans/sample/regions/140581", "plans/sample/regions/140581/scorecards/2021",
           "plans/sample/regions/140581/scorecards/2022", "plans/sample/regions/140581/scorecards/2019", "2019", "2021",
           "2022", "accidents", "casualties", "coverage", "dust-exposed", "deaths"}};
}

}  // namespace lianfang::fuzz
