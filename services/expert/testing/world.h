// The service on a fake store, with a plan, a clock and callers: what handler tests start from.
#ifndef LIANFANG_SERVICES_EXPERT_TESTING_WORLD_H_
#define LIANFANG_SERVICES_EXPERT_TESTING_WORLD_H_

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/id.h"
#include "common/rpc/call.h"
#include "common/testing/fake_clock.h"
#include "services/expert/domain/testing/observer.h"
#include "services/expert/domain/testing/sample.h"
#include "services/expert/draw_service.h"
#include "services/expert/engagement_service.h"
#include "services/expert/expert_service.h"
#include "services/expert/ledger/testing/fake_plan_ledger.h"
#include "services/expert/membership_service.h"
#include "services/expert/store/testing/fake_expert_store.h"

namespace lianfang::expert::testing {

// Answers the sample plan until it is told to be away.
class FakePlanSource : public PlanSource {
 public:
  absl::StatusOr<type::v1::Plan> GetPlan(const std::string& name, int /*edition*/, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    if (name != plan->name()) return absl::NotFoundError("no such plan");
    return *plan;
  }
  bool away = false;
  PlanPtr plan = SamplePlan();
};

inline Call As(type::v1::Role role, const std::string& department, const std::string& region = "140581") {
  Call call;
  call.method = "lianfang.expert.v1.ExpertService.Test";
  call.caller = {
      .uri = absl::StrCat("spiffe://t/region/", region, "/department/", department, "/role/", RoleName(role)),
      .region = region,
      .department = department,
      .role = role,
      .person = "",
      .service = ""};
  call.deadline = absl::InfiniteFuture();
  return call;
}

inline Call AsService(const std::string& name) {
  Call call;
  call.method = "lianfang.expert.v1.ExpertService.Test";
  call.caller.uri = absl::StrCat("spiffe://t/service/", name);
  call.caller.role = type::v1::ROLE_SERVICE;
  call.caller.service = name;
  call.deadline = absl::InfiniteFuture();
  return call;
}

struct World {
  FakeClock clock{Now()};
  FakeExpertStore store;
  FakePlanSource source;
  PlanEditions plans{source, store, clock};
  const FieldCipher cipher = *FieldCipher::Parse("k1 " + std::string(64, 'a'), std::string(64, 'b'));
  FakePlanLedger ledger{clock};
  CalendarLibrary calendars;
  const ExpertContext context{store, plans, cipher, clock, ledger, calendars};
  ExpertService experts{context};
  MembershipService memberships{context};
  EngagementService engagements{context};
  DrawService draws{context};

  const Call office = As(type::v1::ROLE_OFFICE, "hrss");
  const Call emergency = As(type::v1::ROLE_LIAISON, "emergency");
  const Call housing = As(type::v1::ROLE_LIAISON, "housing");
  const Call observer = As(type::v1::ROLE_OBSERVER, "union");
  const Call auditor = As(type::v1::ROLE_AUDITOR, "audit");
  const Call portal = AsService("portal");

  // A request with a fresh id, about the resource of this name.
  template <typename Request>
  static Request About(const std::string& name) {
    Request request;
    request.set_name(name);
    request.set_request_id(NewUuid());
    return request;
  }

  absl::StatusOr<v1::Expert> Nominate(int number, const std::string& pool = kProfessional) {
    v1::CreateExpertRequest request;
    *request.mutable_expert() = Nomination(number, pool);
    request.set_request_id(NewUuid());
    return experts.CreateExpert(emergency, request);
  }
  // An admitted member; its name.
  std::string Admit(int number, const std::string& pool = kProfessional) {
    auto request = About<v1::ReviewNominationRequest>(Nominate(number, pool)->name());
    request.mutable_review()->set_decision(v1::NOMINATION_DECISION_ADMIT);
    return memberships.ReviewNomination(office, request)->name();
  }
  absl::StatusOr<v1::Engagement> Create(const v1::Engagement& need = Need()) {
    v1::CreateEngagementRequest request;
    *request.mutable_engagement() = need;
    request.set_request_id(NewUuid());
    return engagements.CreateEngagement(housing, request);
  }
  absl::StatusOr<v1::Draw> Freeze(const std::string& engagement) {
    return draws.FreezeCandidates(office, About<v1::FreezeCandidatesRequest>(engagement));
  }
  // Draws, too.
  absl::StatusOr<v1::Draw> GiveNonce(const v1::Draw& frozen) {
    auto request = SignedNonce(frozen, std::string(32, 'n'));
    request.set_request_id(NewUuid());
    return draws.ContributeNonce(observer, request);
  }
  absl::StatusOr<v1::Draw> Run(const std::string& engagement) {
    return draws.DrawPanel(office, About<v1::DrawPanelRequest>(engagement));
  }
  // A drawn engagement of six members.
  v1::Engagement Drawn() {
    for (int i = 1; i <= 6; ++i) Admit(i);
    const std::string name = Create()->name();
    (void)GiveNonce(*Freeze(name));
    return Get(name);
  }
  v1::Engagement Get(const std::string& name) {
    v1::GetEngagementRequest request;
    request.set_name(name);
    return *engagements.GetEngagement(office, request);
  }
  v1::Draw GetDraw(const std::string& engagement) {
    v1::GetDrawRequest request;
    request.set_name(engagement + "/draw");
    return *draws.GetDraw(auditor, request);
  }
  absl::StatusOr<v1::Engagement> Answer(const std::string& engagement, const std::string& expert, bool accept) {
    auto request = About<v1::RespondInvitationRequest>(engagement);
    request.set_expert(expert);
    request.set_accept(accept);
    request.set_channel(v1::ANSWER_CHANNEL_PHONE);
    if (!accept) request.set_reason("出差");
    return engagements.RespondInvitation(office, request);
  }
  // By the token of the invitation's notice, as the portal passes it on.
  absl::StatusOr<v1::AnswerInvitationResponse> AnswerByToken(const std::string& engagement, const std::string& expert,
                                                             const std::string& token, bool accept) {
    auto request = About<v1::AnswerInvitationRequest>(engagement);
    request.set_expert(expert);
    request.set_token(token);
    request.set_accept(accept);
    if (!accept) request.set_reason("出差");
    return engagements.AnswerInvitation(portal, request);
  }
  absl::StatusOr<v1::Engagement> Confirm(const Call& by, const std::string& engagement, const std::string& expert) {
    auto request = About<v1::ConfirmConflictRequest>(engagement);
    request.set_expert(expert);
    request.set_credit_code(kPartyCode);
    request.set_confirm(true);
    return engagements.ConfirmConflict(by, request);
  }
};

}  // namespace lianfang::expert::testing

#endif  // LIANFANG_SERVICES_EXPERT_TESTING_WORLD_H_
