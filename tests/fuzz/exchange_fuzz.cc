// Exchange: records, agreements, queries by them, and the discrepancies between records.
#include <memory>

#include "services/exchange/duty_service.h"
#include "services/exchange/reconciler.h"
#include "services/exchange/reconciliation_service.h"
#include "services/exchange/store/testing/fake_reconciliation_store.h"
#include "services/exchange/testing/fake_returns.h"
#include "services/exchange/testing/world.h"
#include "tests/fuzz/service_target.h"

namespace lianfang::fuzz {
namespace {

namespace sample = exchange::testing;
namespace v1 = exchange::v1;

constexpr char kService[] = "lianfang.exchange.v1.ExchangeService.";

class World : public FuzzWorld {
 public:
  explicit World(RpcRuntime& runtime)
      : contract_("lianfang.exchange.v1.ExchangeService", runtime),
        reconciliation_contract_("lianfang.exchange.v1.ReconciliationService", runtime),
        duty_contract_("lianfang.duty.v1.DutyService", runtime) {
    (void)world_.Published(world_.emergency, sample::Accident());
    (void)world_.Published(world_.hrss, sample::Injury());
    (void)world_.Agree();
    store_.SetPlans({sample::kPlan}, 1);
    (void)reconciler_.ReconcilePlan(sample::kPlan, /*always=*/true, absl::InfiniteFuture());
    world_.publishing.Register(contract_, runtime.workers);
    world_.reading.Register(contract_);
    world_.agreements.Register(contract_);
    world_.registers.Register(contract_);
    reconciling_.Register(reconciliation_contract_);
    duties_.Register(duty_contract_);
  }

  std::vector<ContractService*> services() override { return {&contract_, &reconciliation_contract_, &duty_contract_}; }

  std::vector<std::string> examples() override {
    const auto method = [](const char* name) { return std::string(kService) + name; };
    std::vector<std::string> examples;
    const std::pair<const char*, v1::Record> offered[] = {
        {"liaison", sample::Accident(2)}, {"health", sample::Disease(2)},          {"hrss", sample::Injury(2)},
        {"health", sample::Training(2)},  {"health", sample::PersonInPosition(2)}, {"hrss", sample::EmployerOf(2)}};
    for (const auto& [caller, record] : offered) {
      v1::PublishRecordsRequest request;
      *request.add_records() = record;
      examples.push_back(Example(method("PublishRecords"), caller, request));
    }
    v1::ProposeAgreementRequest proposal;
    proposal.set_plan(sample::kPlan);
    *proposal.mutable_terms() = sample::SampleTerms();
    proposal.set_request_id(NewUuid());
    examples.push_back(Example(method("ProposeAgreement"), "hrss", proposal));
    v1::QueryRecordsRequest query;
    query.set_kind(v1::RECORD_KIND_ACCIDENT);
    examples.push_back(Example(method("QueryRecords"), "liaison", query));
    return examples;
  }

 private:
  sample::World world_;
  exchange::FakeReconciliationStore store_;
  Metrics metrics_;
  sample::FakeReturns returns_;
  exchange::Reconciler reconciler_{world_.context, world_.records, store_, {}, metrics_, returns_};
  exchange::ReconciliationService reconciling_{world_.context, store_, reconciler_};
  exchange::DutyService duties_{world_.context, store_,
                                [](const auto&...) { return absl::UnavailableError("there is no changelog here"); }};
  ContractService contract_, reconciliation_contract_, duty_contract_;
};

}  // namespace

FuzzedService Fuzzed() {
  return {[](RpcRuntime& runtime) { return std::make_unique<World>(runtime); },
          sample::Now(),
          {sample::kPlan, sample::kIdNumber, sample::kOtherIdNumber, sample::kCreditCode, "2026", "accidents", "deaths",
           "occurrence_time", "casualties.person"}};
}

}  // namespace lianfang::fuzz
