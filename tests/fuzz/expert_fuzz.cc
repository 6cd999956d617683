// Expert: nominations, memberships, engagements, invitations and draws.
#include <memory>

#include "services/expert/duty_service.h"
#include "services/expert/testing/world.h"
#include "tests/fuzz/service_target.h"

namespace lianfang::fuzz {
namespace {

namespace sample = expert::testing;
namespace v1 = expert::v1;

constexpr char kService[] = "lianfang.expert.v1.ExpertService.";

class World : public FuzzWorld {
 public:
  explicit World(RpcRuntime& runtime)
      : contract_("lianfang.expert.v1.ExpertService", runtime),
        duty_contract_("lianfang.duty.v1.DutyService", runtime) {
    engagement_ = world_.Drawn().name();
    world_.experts.Register(contract_);
    world_.memberships.Register(contract_);
    world_.engagements.Register(contract_);
    world_.draws.Register(contract_);
    duties_.Register(duty_contract_);
  }

  std::vector<ContractService*> services() override { return {&contract_, &duty_contract_}; }

  std::vector<std::string> examples() override {
    const auto method = [](const char* name) { return std::string(kService) + name; };
    v1::CreateExpertRequest expert;
    *expert.mutable_expert() = sample::Nomination(20);
    expert.set_request_id(NewUuid());
    v1::CreateEngagementRequest engagement;
    *engagement.mutable_engagement() = sample::Need();
    engagement.set_request_id(NewUuid());
    const auto freeze = sample::World::About<v1::FreezeCandidatesRequest>(engagement_);
    const auto draw = sample::World::About<v1::DrawPanelRequest>(engagement_);
    auto respond = sample::World::About<v1::RespondInvitationRequest>(engagement_);
    respond.set_accept(true);
    respond.set_channel(v1::ANSWER_CHANNEL_PHONE);
    return {Example(method("CreateExpert"), "liaison", expert),
            Example(method("CreateEngagement"), "housing", engagement),
            Example(method("FreezeCandidates"), "office", freeze), Example(method("DrawPanel"), "office", draw),
            Example(method("RespondInvitation"), "office", respond)};
  }

 private:
  sample::World world_;
  expert::DutyService duties_{world_.context,
                              [](const auto&...) { return absl::UnavailableError("there is no changelog here"); }};
  ContractService contract_, duty_contract_;
  std::string engagement_;
};

}  // namespace

FuzzedService Fuzzed() {
  return {[](RpcRuntime& runtime) { return std::make_unique<World>(runtime); },
          sample::Now(),
          {sample::kProfessional, sample::kTraining, sample::kPartyCode, sample::kEmployerCode, "plans/sample"}};
}

}  // namespace lianfang::fuzz
