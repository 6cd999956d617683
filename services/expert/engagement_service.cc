#include "services/expert/engagement_service.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/text.h"
#include "common/time.h"
#include "services/expert/domain/engagement/engagement_rules.h"
#include "services/expert/domain/engagement/rating_rules.h"
#include "services/expert/domain/member/expert_rules.h"
#include "services/expert/domain/member/normal_form.h"
#include "services/expert/domain/panel/conflict_reports.h"
#include "services/expert/domain/panel/eligibility.h"
#include "services/expert/domain/panel/invitation_rules.h"
#include "services/expert/domain/panel/panel_rules.h"
#include "services/expert/domain/panel/sealed_panel.h"
#include "services/expert/domain/request/access.h"
#include "services/expert/domain/request/names.h"
#include "services/expert/domain/request/refusals.h"
#include "services/expert/domain/values/identifiers.h"
#include "services/expert/expert_filter.h"
#include "services/expert/mutation.h"

namespace lianfang::expert {
namespace {

constexpr size_t kIdBytes = 8;
constexpr size_t kLongestNote = 500;

using EngagementChange = absl::StatusOr<Change<v1::Engagement>>;

absl::Status CheckBoth(const std::string& engagement, const std::string& expert, absl::string_view expert_field) {
  FieldViolations faults;
  faults.AddAll("", CheckEngagementName("name", engagement));
  if (!expert_field.empty()) faults.AddAll("", CheckExpertName(expert_field, expert));
  return faults.ToStatus();
}

// A conflict as declared: a tie to one of the engagement's parties or their groups.
absl::Status CheckConflict(const v1::DeclareConflictRequest& request, const v1::Engagement& engagement) {
  if (absl::Status status = CheckTie("tie", request.tie()); !status.ok()) return status;
  if (IsParty(engagement, request.tie().party())) return absl::OkStatus();
  return InvalidField("tie.party", "is no party of the engagement");
}

// What only the expert's word can be is recorded by the office, with how it came.
absl::Status CheckDeclaration(const v1::DeclareConflictRequest& request, const Identity& caller) {
  if (!request.declared_by_expert()) {
    if (request.channel() == v1::ANSWER_CHANNEL_UNSPECIFIED) return absl::OkStatus();
    return InvalidField("channel", "is for what the expert declared");
  }
  if (caller.role != type::v1::ROLE_OFFICE) {
    return ErrorWithReason(absl::StatusCode::kPermissionDenied,
                           "only the office records what an expert declared; report it as found out",
                           "NOT_PLAN_OFFICE");
  }
  return CheckRecordable("channel", request.channel());
}

// The one answer to a wrong token: it does not tell an engagement that exists from one that does not.
absl::Status WrongToken() {
  return ErrorWithReason(absl::StatusCode::kPermissionDenied, "the link is not valid, or was replaced by a newer one",
                         "WRONG_TOKEN");
}

v1::Invitation* FindInvitation(v1::Engagement& engagement, absl::string_view expert) {
  for (v1::Invitation& invitation : *engagement.mutable_invitations()) {
    if (invitation.expert() == expert) return &invitation;
  }
  return nullptr;
}

// In the same time, whatever differs.
bool IsSame(absl::string_view left, absl::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

// An answer, whoever gives or records it.
absl::Status Answer(PanelCase& panel, const std::string& expert, bool accept, const std::string& reason,
                    const Testimony& testimony, absl::Time now) {
  if (absl::Status open = CheckMayAnswer(panel.engagement(), expert, now); !open.ok()) return open;
  if (accept) {
    Accept(panel.engagement(), expert, reason, testimony, now);
  } else {
    panel.change().DropOut(expert, {v1::EXCLUSION_REASON_DECLINED, reason, testimony}, v1::INVITATION_STATE_DECLINED);
  }
  return absl::OkStatus();
}

absl::Status CheckAnswer(bool accept, const std::string& reason) {
  if (absl::Status status = CheckReason("reason", reason); !status.ok()) return status;
  if (accept || !reason.empty()) return absl::OkStatus();
  return InvalidField("reason", "is required when declining");
}

bool HasTie(const v1::Expert& expert, const v1::Tie& wanted) {
  return std::any_of(expert.ties().begin(), expert.ties().end(), [&](const v1::Tie& tie) {
    return tie.kind() == wanted.kind() && tie.party().credit_code() == wanted.party().credit_code() &&
           !tie.has_end_date();
  });
}

}  // namespace

void EngagementService::Register(ContractService& service) {
  RegisterMutation<v1::CreateEngagementRequest, v1::Engagement>(
      service, context_, "CreateEngagement",
      [this](const Call& call, const v1::CreateEngagementRequest& request) { return CreateEngagement(call, request); });
  RegisterMutation<v1::AnswerInvitationRequest, v1::AnswerInvitationResponse>(
      service, context_, "AnswerInvitation",
      [this](const Call& call, const v1::AnswerInvitationRequest& request) { return AnswerInvitation(call, request); });
  RegisterMutation<v1::RecordNotificationRequest, v1::Engagement>(
      service, context_, "RecordNotification", [this](const Call& call, const v1::RecordNotificationRequest& request) {
        return RecordNotification(call, request);
      });
  RegisterMutation<v1::ConfirmConflictRequest, v1::Engagement>(
      service, context_, "ConfirmConflict",
      [this](const Call& call, const v1::ConfirmConflictRequest& request) { return ConfirmConflict(call, request); });
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
  const v1::Engagement wanted = NormalForm(request.engagement());
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
  // Services are told every row: access.h speaks of persons.
  if (call.caller.role != type::v1::ROLE_SERVICE) {
    if (absl::Status right = CheckMayRead(call.caller, *record); !right.ok()) return right;
  }
  return context_.ShownTo(call, record->document);
}

absl::StatusOr<v1::ListEngagementsResponse> EngagementService::ListEngagements(
    const Call& call, const v1::ListEngagementsRequest& request) {
  const absl::Time now = context_.clock.Now();
  const auto filter = FilterOf(request, call.caller, now);
  if (!filter.ok()) return filter.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  v1::ListEngagementsResponse response;
  for (std::string at = *after;;) {
    const auto found = context_.store.ListEngagements(*filter, {at, size + 1}, call.deadline);
    if (!found.ok()) return found.status();
    for (const EngagementRecord& record : *found) {
      at = record.document.name();
      auto shown = context_.ShownTo(call, record.document);
      if (!shown.ok()) return shown.status();
      // Whether somebody is on a panel is not found out by asking for that person's engagements, nor from where a page ends.
      if (shown->has_unseal_time() && !request.expert().empty()) continue;
      if (response.engagements_size() == size) {
        response.set_next_page_token(MakePageToken(request, response.engagements(size - 1).name()));
        return response;
      }
      *response.add_engagements() = *std::move(shown);
    }
    if (static_cast<int>(found->size()) <= size) return response;
  }
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
        if (auto draw = rows.FindDraw(request.name()); draw.has_value()) {
          const auto seed = context_.cipher.Open(draw->seed, draw->draw.name());
          if (!seed.ok()) return seed.status();
          CancelDraw(draw->draw, *seed, by.now);
          rows.SaveDraw(request.name(), *draw);
        }
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
  if (absl::Status status = CheckAnswer(request.accept(), request.reason()); !status.ok()) return status;
  if (absl::Status status = CheckRecordable("channel", request.channel()); !status.ok()) return status;
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  if (absl::Status right = CheckActsFor(call.caller, known->pool.plan(), ""); !right.ok()) return right;

  const std::string detail = absl::StrCat(request.expert(), request.accept() ? " accepts" : " declines", " by ",
                                          v1::AnswerChannel_Name(request.channel()), ": ", request.reason());
  return ChangePanel(call, request, known->pool, detail,
                     [&](ExpertTransaction&, PanelCase& panel, const Decision& by) -> absl::Status {
                       return Answer(panel, request.expert(), request.accept(), request.reason(),
                                     {request.channel(), by.actor}, by.now);
                     });
}

absl::StatusOr<v1::AnswerInvitationResponse> EngagementService::AnswerInvitation(
    const Call& call, const v1::AnswerInvitationRequest& request) {
  if (absl::Status status = CheckBoth(request.name(), request.expert(), "expert"); !status.ok()) return status;
  if (absl::Status status = CheckAnswer(request.accept(), request.reason()); !status.ok()) return status;
  const auto known = Find(request.name(), call.deadline);
  if (absl::IsNotFound(known.status())) return WrongToken();
  if (!known.ok()) return known.status();
  using AnswerChange = absl::StatusOr<Change<v1::AnswerInvitationResponse>>;
  return Mutate<v1::AnswerInvitationResponse>(
      context_, call, request, [&](ExpertTransaction& rows, const Decision& by) -> AnswerChange {
        rows.LockSeats();
        const auto panel = PanelCase::Load(rows, request.name(), known->pool, by.now);
        if (!panel.ok()) return WrongToken();
        v1::Engagement& engagement = (*panel)->engagement();
        const v1::Invitation* invitation = FindInvitation(engagement, request.expert());
        if (invitation == nullptr || !IsSame(context_.AnswerToken(engagement.name(), *invitation), request.token())) {
          return WrongToken();
        }
        const absl::Status answered = Answer(**panel, request.expert(), request.accept(), request.reason(),
                                             {v1::ANSWER_CHANNEL_TOKEN, ""}, by.now);
        if (!answered.ok()) return answered;
        if (absl::Status saved = (*panel)->Save(); !saved.ok()) return saved;
        v1::AnswerInvitationResponse response;
        *response.mutable_invitation() = *FindInvitation(engagement, request.expert());
        return Change<v1::AnswerInvitationResponse>{
            response, request.name(),
            absl::StrCat(request.expert(), request.accept() ? " accepts" : " declines", " by token")};
      });
}

absl::StatusOr<v1::Engagement> EngagementService::RecordNotification(const Call& call,
                                                                     const v1::RecordNotificationRequest& request) {
  FieldViolations faults;
  faults.AddAll("", CheckBoth(request.name(), request.expert(), "expert"));
  faults.AddAll("", CheckRecordable("channel", request.channel()));
  faults.AddAll("note", CheckLine(request.note(), kLongestNote));
  if (!faults.empty()) return faults.ToStatus();
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  if (absl::Status right = CheckActsFor(call.caller, known->pool.plan(), ""); !right.ok()) return right;

  const std::string detail = absl::StrCat(request.expert(), request.told() ? " was told" : " cannot be reached", " by ",
                                          v1::AnswerChannel_Name(request.channel()), ": ", request.note());
  return ChangePanel(call, request, known->pool, detail,
                     [&](ExpertTransaction&, PanelCase& panel, const Decision& by) -> absl::Status {
                       if (request.told()) {
                         const auto calendar = context_.calendars.Current();
                         return TellOtherwise(panel.engagement(), request, by.now, {panel.pool(), *calendar});
                       }
                       const absl::Status may = CheckMayGiveUp(panel.engagement(), request.expert(), by.now);
                       if (!may.ok()) return may;
                       panel.change().DropOut(
                           request.expert(),
                           {v1::EXCLUSION_REASON_NOT_REACHABLE, request.note(), {request.channel(), by.actor}},
                           v1::INVITATION_STATE_NOT_REACHABLE);
                       return absl::OkStatus();
                     });
}

// Keeps the tie with the expert's, empties the seat of this engagement and every other that it excludes from.
absl::Status EngagementService::Recuse(ExpertTransaction& rows, PanelCase& panel, const Recusal& recusal,
                                       const Known& known, const Pools& pools, const Decision& by) const {
  auto record = rows.FindExpert(recusal.expert);
  if (!record.has_value()) return NotFound(recusal.expert);
  if (!HasTie(record->expert, recusal.tie)) *record->expert.add_ties() = recusal.tie;
  if (recusal.found_out) ListForReview(record->expert, known.pool.Day(by.now));
  Finish(*record, known.pool, by.now);
  if (absl::Status saved = rows.SaveExpert(*record); !saved.ok()) return saved;
  if (FindSeat(panel.engagement(), recusal.expert, /*accepted_too=*/true) != nullptr) {
    panel.change().DropOut(
        recusal.expert, {ReasonOf(recusal.tie.kind()), recusal.tie.party().display_name(), {recusal.channel, by.actor}},
        v1::INVITATION_STATE_WITHDRAWN);
    if (absl::Status saved = panel.Save(); !saved.ok()) return saved;
  }
  return FreeTied(rows, record->person, recusal.tie, pools, by);
}

absl::StatusOr<v1::Engagement> EngagementService::DeclareConflict(const Call& call,
                                                                  const v1::DeclareConflictRequest& asked) {
  v1::DeclareConflictRequest request = asked;
  *request.mutable_tie() = NormalForm(asked.tie());
  if (absl::Status status = CheckBoth(request.name(), request.expert(), "expert"); !status.ok()) return status;
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const absl::Status right =
      call.caller.role == type::v1::ROLE_OBSERVER
          ? CheckObserves(call.caller, known->record)
          : CheckActsFor(call.caller, known->pool.plan(), known->record.document.requesting_department());
  if (!right.ok()) return right;
  const absl::Status knows = CheckKnowsPanel(call.caller, known->record.document, known->pool, context_.clock.Now());
  if (!knows.ok()) return knows;
  if (absl::Status status = CheckConflict(request, known->record.document); !status.ok()) return status;
  if (absl::Status status = CheckDeclaration(request, call.caller); !status.ok()) return status;
  const auto pools = PoolsOfExpert(request.expert(), call.deadline);
  if (!pools.ok()) return pools.status();

  const std::string detail =
      absl::StrCat(request.expert(), " is tied to ", request.tie().party().credit_code(), ": ",
                   v1::TieKind_Name(request.tie().kind()), request.declared_by_expert() ? ", declared" : ", reported");
  return ChangePanel(
      call, asked, known->pool, detail,
      [&](ExpertTransaction& rows, PanelCase& panel, const Decision& by) -> absl::Status {
        v1::Engagement& engagement = panel.engagement();
        if (FindSeat(engagement, request.expert(), /*accepted_too=*/true) == nullptr) {
          return Refused(engagement, by.now, absl::StrCat("has no seat of ", request.expert()));
        }
        if (FromTimestamp(engagement.end_time()) <= by.now) return Refused(engagement, by.now, "is over");
        Recusal recusal{request.expert(), request.tie(), request.channel(), !request.declared_by_expert()};
        if (!request.declared_by_expert()) {
          v1::ConflictReport& report = ReportConflict(engagement, request.expert(), request.tie(), call.caller, by.now);
          if (!SettleReport(report, known->pool.pool().draw_needs_observer())) return absl::OkStatus();
        }
        return Recuse(rows, panel, recusal, *known, *pools, by);
      });
}

absl::StatusOr<v1::Engagement> EngagementService::ConfirmConflict(const Call& call,
                                                                  const v1::ConfirmConflictRequest& request) {
  if (absl::Status status = CheckBoth(request.name(), request.expert(), "expert"); !status.ok()) return status;
  if (absl::Status status = CheckReason("reason", request.reason()); !status.ok()) return status;
  const auto known = Find(request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const absl::Status right = CheckMayConfirm(call.caller, known->pool.plan(), known->record);
  if (!right.ok()) return right;
  const auto pools = PoolsOfExpert(request.expert(), call.deadline);
  if (!pools.ok()) return pools.status();

  const std::string code = NormalIdentifier(request.credit_code());
  const std::string detail = absl::StrCat(request.expert(), "'s tie to ", code,
                                          request.confirm() ? " confirmed" : " rejected: ", request.reason());
  return ChangePanel(call, request, known->pool, detail,
                     [&](ExpertTransaction& rows, PanelCase& panel, const Decision& by) -> absl::Status {
                       v1::ConflictReport* report = FindReport(panel.engagement(), request.expert(), code);
                       if (report == nullptr) return NotFound(absl::StrCat("a report of ", request.expert()));
                       const absl::Status judged =
                           JudgeReport(*report, request, call.caller, known->pool.pool().draw_needs_observer());
                       if (!judged.ok() || report->state() != v1::CONFLICT_STATE_CONFIRMED) return judged;
                       const Recusal recusal{request.expert(), report->tie(), v1::ANSWER_CHANNEL_UNSPECIFIED, true};
                       return Recuse(rows, panel, recusal, *known, *pools, by);
                     });
}

absl::StatusOr<Pools> EngagementService::PoolsOfExpert(const std::string& expert, absl::Time deadline) const {
  const auto record = context_.ReadExpert(expert, deadline);
  if (!record.ok()) return record.status();
  return context_.PoolsOf(record->person, deadline);
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
