// Who may call which RPC from where.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "common/testing/region_table.h"
#include "services/expert/duty_service.h"
#include "services/expert/testing/world.h"

namespace lianfang::expert {
namespace {

using testing::World;
using namespace region_table;  // NOLINT(build/namespaces): the words of the table

const Roles kObserver = {type::v1::ROLE_OBSERVER};
const Roles kDepartments = kFilers;

Call CallBy(const Identity& caller) {
  Call call;
  call.method = "lianfang.expert.v1.ExpertService.Test";
  call.caller = caller;
  call.deadline = absl::InfiniteFuture();
  return call;
}

class RegionAccessTest : public ::testing::Test {
 protected:
  RegionAccessTest() {
    nominated_ = world_.Nominate(9)->name();
    reviewed_ = world_.Nominate(7)->name();
    v1::Engagement need = testing::Need();
    need.set_requesting_department("emergency");
    for (int i = 1; i <= 6; ++i) member_ = world_.Admit(i);
    planned_ = Create(Caller(type::v1::ROLE_LIAISON, "140581"), need, false)->name();
    drawn_ = Create(Caller(type::v1::ROLE_LIAISON, "140581"), need, false)->name();
    (void)world_.GiveNonce(*world_.Freeze(drawn_));
    invited_ = world_.Get(drawn_).invitations(0).expert();
  }

  absl::StatusOr<v1::Engagement> Create(const Identity& caller, v1::Engagement need, bool rehearse) {
    v1::CreateEngagementRequest request;
    *request.mutable_engagement() = std::move(need);
    request.set_validate_only(rehearse);
    request.set_request_id(NewUuid());
    return world_.engagements.CreateEngagement(CallBy(caller), request);
  }

  absl::Status Nominate(const Identity& caller) {
    v1::CreateExpertRequest request;
    *request.mutable_expert() = testing::Nomination(8);
    request.set_validate_only(true);
    request.set_request_id(NewUuid());
    return world_.experts.CreateExpert(CallBy(caller), request).status();
  }

  absl::Status ListExperts(const Identity& caller) {
    const auto listed = world_.experts.ListExperts(CallBy(caller), {});
    if (!listed.ok()) return listed.status();
    return listed->experts().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status ListEngagements(const Identity& caller) {
    const auto listed = world_.engagements.ListEngagements(CallBy(caller), {});
    if (!listed.ok()) return listed.status();
    return listed->engagements().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status Update(const Identity& caller) {
    v1::UpdateExpertRequest request;
    request.mutable_expert()->set_name(nominated_);
    request.mutable_expert()->set_profile("从业二十年");
    request.mutable_update_mask()->add_paths("profile");
    request.set_request_id(NewUuid());
    return world_.experts.UpdateExpert(CallBy(caller), request).status();
  }

  // Of a nomination that no office has touched: nobody decides on what he filed.
  absl::Status Review(const Identity& caller) {
    auto request = World::About<v1::ReviewNominationRequest>(reviewed_);
    request.mutable_review()->set_decision(v1::NOMINATION_DECISION_REJECT);
    request.mutable_review()->set_reason("职称不符");
    return world_.memberships.ReviewNomination(CallBy(caller), request).status();
  }

  absl::Status Remove(const Identity& caller) {
    auto request = World::About<v1::RemoveExpertRequest>(member_);
    request.set_cause(v1::REMOVAL_CAUSE_LEAK);
    request.set_reason("泄露评审情况");
    return world_.memberships.RemoveExpert(CallBy(caller), request).status();
  }

  absl::Status Reveal(const Identity& caller) {
    auto request = World::About<v1::RevealExpertRequest>(member_);
    request.set_reason("电话通知评审时间");
    request.mutable_read_mask()->add_paths("phone");
    return world_.experts.RevealExpert(CallBy(caller), request).status();
  }

  absl::Status Composition(const Identity& caller) {
    v1::GetPoolCompositionRequest request;
    request.set_name(std::string(testing::kProfessional) + "/composition");
    return world_.experts.GetPoolComposition(CallBy(caller), request).status();
  }

  absl::Status Match(const Identity& caller) {
    v1::MatchTrainingRequest request;
    request.set_pool(testing::kProfessional);
    const absl::Status status = world_.experts.MatchTraining(CallBy(caller), request).status();
    return absl::IsInvalidArgument(status) ? absl::OkStatus() : status;  // a need is checked after the right
  }

  absl::Status Nonce(const Identity& caller) {
    const v1::Draw draw = world_.GetDraw(drawn_);
    auto request = World::About<v1::ContributeNonceRequest>(draw.name());
    request.set_nonce(std::string(32, 'n'));
    request.set_list_hash(draw.list_hash());
    request.set_seed_commitment(draw.seed_commitment());
    return world_.draws.ContributeNonce(CallBy(caller), request).status();
  }

  absl::Status Respond(const Identity& caller) {
    auto request = World::About<v1::RespondInvitationRequest>(drawn_);
    request.set_expert(invited_);
    request.set_accept(true);
    request.set_channel(v1::ANSWER_CHANNEL_PHONE);
    return world_.engagements.RespondInvitation(CallBy(caller), request).status();
  }

  absl::Status RecordNotification(const Identity& caller) {
    auto request = World::About<v1::RecordNotificationRequest>(drawn_);
    request.set_expert(invited_);
    request.set_channel(v1::ANSWER_CHANNEL_PHONE);
    request.set_note("电话告知");
    const absl::Status status = world_.engagements.RecordNotification(CallBy(caller), request).status();
    return absl::IsInvalidArgument(status) ? absl::OkStatus() : status;
  }

  absl::Status Rate(const Identity& caller) {
    const absl::Status status =
        world_.engagements.RateEngagement(CallBy(caller), World::About<v1::RateEngagementRequest>(drawn_)).status();
    return absl::IsInvalidArgument(status) ? absl::OkStatus() : status;
  }

  absl::Status Declare(const Identity& caller) {
    auto request = World::About<v1::DeclareConflictRequest>(drawn_);
    request.set_expert(invited_);
    const absl::Status status = world_.engagements.DeclareConflict(CallBy(caller), request).status();
    return absl::IsInvalidArgument(status) ? absl::OkStatus() : status;
  }

  absl::Status ListDuties(const Identity& caller) {
    duty::v1::ListDutiesRequest request;
    request.set_parent("plans/-");
    const auto listed = duties_.ListDuties(CallBy(caller), request);
    if (!listed.ok()) return listed.status();
    return listed->duties().empty() ? Hidden() : absl::OkStatus();
  }

  absl::Status WatchDuties(const Identity& caller) {
    if (const auto watched = duties_.WatchDuties(CallBy(caller), {}); !watched.ok()) return watched.status();
    const auto told = encode_("1 " + drawn_, "c1");
    if (!told.ok()) return told.status();
    return told->has_value() ? absl::OkStatus() : Hidden();
  }

  World world_;
  ChangelogFeed::Encode encode_;  // that the last watch was begun with
  DutyService duties_{world_.context, [this](const Call&, const std::string&, ChangelogFeed::Encode encode) {
                        encode_ = std::move(encode);
                        return absl::StatusOr<std::unique_ptr<Feed>>(nullptr);
                      }};
  std::string nominated_, reviewed_, member_, planned_, drawn_, invited_;
};

TEST_F(RegionAccessTest, PowerEndsAtTheOwnRegionAndBelow) {
  World& w = world_;
  v1::VerifyDrawRequest drawn;
  *drawn.mutable_draw() = w.GetDraw(drawn_);
  // Office, and a request about an expert or an engagement with nothing but a name and a reason.
  const auto about = [](auto& service, auto handler, auto request) {
    return [&service, handler, request](const Identity& caller) mutable {
      request.set_request_id(NewUuid());
      return (service.*handler)(CallBy(caller), request).status();
    };
  };
  const auto reasoned = [](auto request) {
    request.set_reason("单位调整");
    return request;
  };
  const auto named = [](auto request, const std::string& name) {
    request.set_name(name);
    return request;
  };
  const auto reads = [](auto& service, auto handler, auto request) {
    return [&service, handler, request](const Identity& caller) {
      return (service.*handler)(CallBy(caller), request).status();
    };
  };
  ExpectTable(
      *v1::GetExpertRequest::descriptor()->file()->service(0),
      {
          {"CreateExpert", kParticipants, "own", [this](const Identity& caller) { return Nominate(caller); }},
          {"GetExpert", kReaders, "own above",
           reads(w.experts, &ExpertService::GetExpert, named(v1::GetExpertRequest(), member_))},
          {"ListExperts", kReaders, "own above", [this](const Identity& caller) { return ListExperts(caller); }},
          {"UpdateExpert", kParticipants, "own", [this](const Identity& caller) { return Update(caller); }},
          {"ReviewNomination", kOfficeOnly, "own", [this](const Identity& caller) { return Review(caller); }},
          {"RevealExpert", kOfficeOnly, "own", [this](const Identity& caller) { return Reveal(caller); }},
          {"RecordYearlyReview", kOfficeOnly, "own",
           about(w.memberships, &MembershipService::RecordYearlyReview,
                 World::About<v1::RecordYearlyReviewRequest>(member_))},
          {"RenewTerm", kOfficeOnly, "own",
           about(w.memberships, &MembershipService::RenewTerm, World::About<v1::RenewTermRequest>(member_))},
          {"SuspendExpert", kOfficeOnly, "own",
           about(w.memberships, &MembershipService::SuspendExpert,
                 reasoned(World::About<v1::SuspendExpertRequest>(member_)))},
          {"ReinstateExpert", kOfficeOnly, "own",
           about(w.memberships, &MembershipService::ReinstateExpert,
                 reasoned(World::About<v1::ReinstateExpertRequest>(member_)))},
          {"GetPoolComposition", kReaders, "own above", [this](const Identity& caller) { return Composition(caller); }},
          {"MatchTraining", kParticipants, "own above", [this](const Identity& caller) { return Match(caller); }},
          {"CreateEngagement", kParticipants, "own",
           [this](const Identity& caller) {
             v1::Engagement need = testing::Need();
             need.set_requesting_department("emergency");
             return Create(caller, need, true).status();
           }},
          {"GetEngagement", kReaders, "own above",
           reads(w.engagements, &EngagementService::GetEngagement, named(v1::GetEngagementRequest(), drawn_))},
          {"ListEngagements", kReaders, "own above",
           [this](const Identity& caller) { return ListEngagements(caller); }},
          {"FreezeCandidates", kOfficeOnly, "own",
           about(w.draws, &DrawService::FreezeCandidates, World::About<v1::FreezeCandidatesRequest>(planned_))},
          {"DrawPanel", kOfficeOnly, "own",
           about(w.draws, &DrawService::DrawPanel, World::About<v1::DrawPanelRequest>(planned_))},
          {"ContributeNonce", kObserver, "own above", [this](const Identity& caller) { return Nonce(caller); }},
          {"GetDraw", kReaders, "own above",
           reads(w.draws, &DrawService::GetDraw, named(v1::GetDrawRequest(), drawn_ + "/draw"))},
          {"VerifyDraw", kReaders, "own above", reads(w.draws, &DrawService::VerifyDraw, drawn)},
          {"RespondInvitation", kOfficeOnly, "own", [this](const Identity& caller) { return Respond(caller); }},
          // By a token, through the portal, for nobody's certificate.
          {"AnswerInvitation", {}, "", {}},
          {"RecordNotification", kOfficeOnly, "own",
           [this](const Identity& caller) { return RecordNotification(caller); }},
          {"DeclareConflict", kDepartments, "own", [this](const Identity& caller) { return Declare(caller); }},
          {"DeclareConflict", kOfficeOnly, "own", [this](const Identity& caller) { return Declare(caller); }},
          {"DeclareConflict", kObserver, "own above", [this](const Identity& caller) { return Declare(caller); }},
          {"ConfirmConflict", kOfficeOnly, "own",
           [this](const Identity& caller) { return world_.Confirm(CallBy(caller), drawn_, invited_).status(); }},
          {"ConfirmConflict", kObserver, "own above",
           [this](const Identity& caller) { return world_.Confirm(CallBy(caller), drawn_, invited_).status(); }},
          {"ConfirmConflict", kDepartments, "",
           [this](const Identity& caller) { return world_.Confirm(CallBy(caller), drawn_, invited_).status(); }},
          {"RateEngagement", kParticipants, "own", [this](const Identity& caller) { return Rate(caller); }},
          {"CancelEngagement", kOfficeOnly, "own",
           about(w.engagements, &EngagementService::CancelEngagement,
                 reasoned(World::About<v1::CancelEngagementRequest>(planned_)))},
          {"RetireExpert", kOfficeOnly, "own",
           about(w.memberships, &MembershipService::RetireExpert,
                 reasoned(World::About<v1::RetireExpertRequest>(member_)))},
          {"RemoveExpert", kOfficeOnly, "own", [this](const Identity& caller) { return Remove(caller); }},
      },
      kCounty);
}

TEST_F(RegionAccessTest, DutiesAreToldWhereTheirRowsAre) {
  ExpectTable(*duty::v1::ListDutiesRequest::descriptor()->file()->service(0),
              {{"ListDuties", kReaders, "own above", [this](const Identity& caller) { return ListDuties(caller); }},
               {"WatchDuties", kReaders, "own above", [this](const Identity& caller) { return WatchDuties(caller); }}},
              kCounty);
}

}  // namespace
}  // namespace lianfang::expert
