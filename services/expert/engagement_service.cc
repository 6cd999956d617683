#include "services/expert/engagement_service.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/engagement/rating_rules.h"
#include "services/expert/domain/member/expert_rules.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/request/access.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/expert_filter.h"
#include "services/expert/mutation.h"

namespace lianfang::expert {
namespace {

constexpr size_t kIdBytes = 8;

using EngagementChange = absl::StatusOr<Change<v1::Engagement>>;

absl::Status CheckBoth(const std::string& engagement, const std::string& expert, absl::string_view expert_field) {
  FieldViolations faults;
  faults.AddAll("", CheckEngagementName("name", engagement));
  if (!expert_field.empty()) faults.AddAll("", CheckExpertName(expert_field, expert));
  return faults.ToStatus();
}

// A conflict as declared: a tie to one of the engagement's parties.
absl::Status CheckConflict(const v1::DeclareConflictRequest& request, const v1::Engagement& engagement) {
  if (absl::Status status = CheckTie("tie", request.tie()); !status.ok()) return status;
  for (const v1::Party& party : engagement.parties()) {
    if (party.credit_code() == request.tie().party().credit_code()) return absl::OkStatus();
  }
  return InvalidField("tie.party", "is no party of the engagement");
}

}  // namespace

void EngagementService::Register(ContractService& service) {
  RegisterMutation<v1::CreateEngagementRequest, v1::Engagement>(
      service, context_, "CreateEngagement",
      [this](const Call& call, const v1::CreateEngagementRequest& request) { return CreateEngagement(call, request); });
  service.Unary<v1::GetEngagementRequest, v1::Engagement>(
      "GetEngagement",
      [this](const Call& call, const v1::GetEngagementRequest& request) { return GetEngagement(call, request); });
  service.Unary<v1::ListEngagementsRequest, v1::ListEngagementsResponse>(
      "ListEngagements",
      [this](const Call& call, const v1::ListEngagementsRequest& request) { return ListEngagements(call, request); });
  RegisterMutation<v1::CancelEngagementRequest, v1::Engagement>(
      service, context_, "CancelEngagement",
      [this](const Call& call, const v1::CancelEngagementRequest& request) { return CancelEngagement(call, request); });
  RegisterMutation<v1::RespondInvitationRequest, v1::Engagement>(
      service, context_, "RespondInvitation", [this](const Call& call, const v1::RespondInvitationRequest& request) {
        return RespondInvitation(call, request);
      });
  RegisterMutation<v1::DeclareConflictRequest, v1::Engagement>(
      service, context_, "DeclareConflict",
      [this](const Call& call, const v1::DeclareConflictRequest& request) { return DeclareConflict(call, request); });
  RegisterMutation<v1::RateEngagementRequest, v1::Engagement>(
      service, context_, "RateEngagement",
      [this](const Call& call, const v1::RateEngagementRequest& request) { return RateEngagement(call, request); });
}

absl::StatusOr<EngagementService::Known> EngagementService::Find(const std::string& name, absl::Time deadline) const {
  auto record = context_.ReadEngagement(name, deadline);
  if (!record.ok()) return record.status();
  auto pool = context_.FindPool("name", record->document.pool(), deadline);
  if (!pool.ok()) return pool.status();
  return Known{*std::move(record), *std::move(pool)};
}

absl::StatusOr<v1::Engagement> EngagementService::CreateEngagement(const Call& call,
                                                                   const v1::CreateEngagementRequest& request) {
  const v1::Engagement& wanted = request.engagement();
  const auto pool = context_.FindPool("engagement.pool", wanted.pool(), call.deadline);
  if (!pool.ok()) return pool.status();
  const absl::Status right = CheckActsFor(call.caller, pool->plan(), wanted.requesting_department());
  if (!right.ok()) return right;
  return Mutate<v1::Engagement>(
      context_, call, request,
      [&](ExpertTransaction& rows, const Decision& by) -> EngagementChange {
        // In here, because a repeat answers the first response whatever the time has become since.
        if (absl::Status status = CheckEngagement(wanted, *pool, by.now); !status.ok()) return status;
        EngagementRecord record{wanted, OfficeRegion(pool->plan())};
        record.document.set_name(absl::StrCat("engagements/", RandomHex(kIdBytes)));
        record.document.set_state(v1::ENGAGEMENT_STATE_PLANNED);
        record.document.set_creator(by.actor);
        Finish(record.document, by.now);
        if (absl::Status saved = rows.SaveEngagement(record); !saved.ok()) return saved;
        return Change<v1::Engagement>{record.document, record.document.name(), "created"};
      },
      request.validate_only());
}

absl::StatusOr<v1::Engagement> EngagementService::GetEngagement(const Call& call,
                                                                const v1::GetEngagementRequest& request) {
  if (absl::Status status = CheckEngagementName("name", request.name()); !status.ok()) return status;
  const auto record = context_.ReadEngagement(request.name(), call.deadline);
  if (!record.ok()) return record.status();
  if (absl::Status right = CheckMayRead(call.caller, *record); !right.ok()) return right;
  return Shown(record->document, context_.clock.Now());
}

absl::StatusOr<v1::ListEngagementsResponse> EngagementService::ListEngagements(
    const Call& call, const v1::ListEngagementsRequest& request) {
  const absl::Time now = context_.clock.Now();
  const auto filter = FilterOf(request, call.caller, now);
  if (!filter.ok()) return filter.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  const auto found = context_.store.ListEngagements(*filter, {*after, size + 1}, call.deadline);
  if (!found.ok()) return found.status();
  v1::ListEngagementsResponse response;
  for (const EngagementRecord& record : *found) {
    if (response.engagements_size() == size) {
      response.set_next_page_token(MakePageToken(request, response.engagements(size - 1).name()));
      break;
    }
    *response.add_engagements() = Shown(record.document, now);
  }
  return response;
}

absl::StatusOr<v1::Engagement> EngagementService::CancelEngagement(const Call& call,
                                                                   const v1::CancelEngagementRequest& request) {
  if (absl::Status status = CheckBoth(request.name(), "", ""); !status.ok()) return status;
  if (absl::Status status = CheckReason("reason", request.reason()); !status.ok()) return status;
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  if (absl::Status right = CheckActsFor(call.caller, known->pool.plan(), ""); !right.ok()) return right;

  return Mutate<v1::Engagement>(
      context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> EngagementChange {
        rows.LockSeats();
        auto record = rows.FindEngagement(request.name());
        if (!record.has_value()) return NotFound(request.name());
        v1::Engagement& engagement = record->document;
        if (absl::Status etag = CheckEtag(request.etag(), engagement.etag()); !etag.ok()) return etag;
        if (absl::Status status = Cancel(engagement, request.reason(), by.now); !status.ok()) return status;
        Finish(engagement, by.now);
        if (absl::Status saved = rows.SaveEngagement(*record); !saved.ok()) return saved;
        return Change<v1::Engagement>{engagement, request.name(), absl::StrCat("cancelled: ", request.reason())};
      });
}

template <typename Request>
absl::StatusOr<v1::Engagement> EngagementService::ChangePanel(
    const Call& call, const Request& request, const PoolView& pool, const std::string& detail,
    const std::function<absl::Status(ExpertTransaction&, PanelCase&, const Decision&)>& change) {
  return Mutate<v1::Engagement>(
      context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> EngagementChange {
        rows.LockSeats();
        const auto panel = PanelCase::Load(rows, request.name(), pool, by.now);
        if (!panel.ok()) return panel.status();
        const absl::Status etag = CheckEtag(request.etag(), (*panel)->engagement().etag());
        if (!etag.ok()) return etag;
        if (absl::Status status = change(rows, **panel, by); !status.ok()) return status;
        if (absl::Status saved = (*panel)->Save(); !saved.ok()) return saved;
        return Change<v1::Engagement>{Shown((*panel)->engagement(), by.now), request.name(), detail};
      });
}

absl::StatusOr<v1::Engagement> EngagementService::RespondInvitation(const Call& call,
                                                                    const v1::RespondInvitationRequest& request) {
  if (absl::Status status = CheckBoth(request.name(), request.expert(), "expert"); !status.ok()) return status;
  if (absl::Status status = CheckReason("reason", request.reason()); !status.ok()) return status;
  if (!request.accept() && request.reason().empty()) return InvalidField("reason", "is required when declining");
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  if (absl::Status right = CheckActsFor(call.caller, known->pool.plan(), ""); !right.ok()) return right;

  const std::string detail =
      absl::StrCat(request.expert(), request.accept() ? " accepts " : " declines ", request.reason());
  return ChangePanel(call, request, known->pool, detail,
                     [&](ExpertTransaction&, PanelCase& panel, const Decision& by) -> absl::Status {
                       const absl::Status open = CheckMayAnswer(panel.engagement(), request.expert(), by.now);
                       if (!open.ok()) return open;
                       if (request.accept()) {
                         Accept(panel.engagement(), request.expert(), request.reason(), by.now);
                       } else {
                         panel.change().DropOut(request.expert(), {v1::EXCLUSION_REASON_DECLINED, request.reason()},
                                                v1::INVITATION_STATE_DECLINED);
                       }
                       return absl::OkStatus();
                     });
}

absl::StatusOr<v1::Engagement> EngagementService::DeclareConflict(const Call& call,
                                                                  const v1::DeclareConflictRequest& request) {
  if (absl::Status status = CheckBoth(request.name(), request.expert(), "expert"); !status.ok()) return status;
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const absl::Status right =
      call.caller.role == type::v1::ROLE_OBSERVER
          ? CheckObserves(call.caller, known->record)
          : CheckActsFor(call.caller, known->pool.plan(), known->record.document.requesting_department());
  if (!right.ok()) return right;
  if (absl::Status status = CheckConflict(request, known->record.document); !status.ok()) return status;

  const std::string detail =
      absl::StrCat(request.expert(), " is tied to ", request.tie().party().credit_code(), ": ",
                   v1::TieKind_Name(request.tie().kind()), request.declared_by_expert() ? ", declared" : ", found out");
  return ChangePanel(call, request, known->pool, detail,
                     [&](ExpertTransaction& rows, PanelCase& panel, const Decision& by) -> absl::Status {
                       v1::Engagement& engagement = panel.engagement();
                       if (FindSeat(engagement, request.expert(), /*accepted_too=*/true) == nullptr) {
                         return Refused(engagement, by.now, absl::StrCat("has no seat of ", request.expert()));
                       }
                       if (FromTimestamp(engagement.end_time()) <= by.now)
                         return Refused(engagement, by.now, "is over");
                       auto record = rows.FindExpert(request.expert());
                       *record->expert.add_ties() = request.tie();
                       if (!request.declared_by_expert()) ListForReview(record->expert, known->pool.Day(by.now));
                       Finish(*record, known->pool, by.now);
                       if (absl::Status saved = rows.SaveExpert(*record); !saved.ok()) return saved;
                       panel.change().DropOut(request.expert(),
                                              {ReasonOf(request.tie().kind()), request.tie().party().display_name()},
                                              v1::INVITATION_STATE_WITHDRAWN);
                       return absl::OkStatus();
                     });
}

absl::StatusOr<v1::Engagement> EngagementService::RateEngagement(const Call& call,
                                                                 const v1::RateEngagementRequest& request) {
  if (absl::Status status = CheckBoth(request.name(), "", ""); !status.ok()) return status;
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const absl::Status right =
      CheckActsFor(call.caller, known->pool.plan(), known->record.document.requesting_department());
  if (!right.ok()) return right;

  return Mutate<v1::Engagement>(
      context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> EngagementChange {
        auto record = rows.FindEngagement(request.name());
        if (!record.has_value()) return NotFound(request.name());
        v1::Engagement& engagement = record->document;
        if (absl::Status etag = CheckEtag(request.etag(), engagement.etag()); !etag.ok()) return etag;
        std::map<std::string, ExpertRecord> served;
        for (const v1::Invitation& invitation : engagement.invitations()) {
          if (HoldsSeat(invitation)) served.emplace(invitation.expert(), *rows.FindExpert(invitation.expert()));
        }
        if (absl::Status rated = Rate(engagement, served, request, known->pool, by.now); !rated.ok()) return rated;
        for (auto& [name, expert] : served) {
          Finish(expert, known->pool, by.now);
          if (absl::Status saved = rows.SaveExpert(expert); !saved.ok()) return saved;
        }
        Finish(engagement, by.now);
        if (absl::Status saved = rows.SaveEngagement(*record); !saved.ok()) return saved;
        return Change<v1::Engagement>{engagement, request.name(), absl::StrCat("rated ", served.size(), " experts")};
      });
}

}  // namespace lianfang::expert
