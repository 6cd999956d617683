#include "services/exchange/agreement_service.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/id.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "common/time.h"
#include "services/exchange/domain/agreement/agreement_rules.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/names.h"
#include "services/exchange/domain/request/refusals.h"
#include "services/exchange/mutation.h"

namespace lianfang::exchange {
namespace {

using AgreementChange = absl::StatusOr<Change<v1::Agreement>>;

// Which sides the caller approves for: the owner by its convener, the plan by its office.
absl::StatusOr<ApprovingSide> SideOf(const Identity& caller, const type::v1::Plan& plan,
                                     const v1::AgreementTerms& terms) {
  if (IsOffice(caller, plan)) return ApprovingSide::kOffice;
  if (Is(caller, terms.owner()) && caller.role == type::v1::ROLE_CONVENER) return ApprovingSide::kOwner;
  return Denied("is for the owner's convener and the plan's office", "NOT_A_PARTY");
}

bool Passes(const v1::ListAgreementsRequest& request, const v1::Agreement& agreement) {
  if (agreement.editions().empty()) return false;
  const v1::AgreementTerms& terms = agreement.editions(0).terms();
  return (request.state() == v1::AGREEMENT_STATE_UNSPECIFIED || request.state() == agreement.state()) &&
         (request.kind() == v1::RECORD_KIND_UNSPECIFIED || request.kind() == terms.kind()) &&
         (request.department().empty() || request.department() == terms.owner().department() ||
          request.department() == terms.reader().department());
}

absl::Status CheckProposal(const v1::ProposeAgreementRequest& request) {
  FieldViolations faults;
  if (request.amends().empty()) {
    if (!request.agreement_id().empty() && !IsResourceId(request.agreement_id())) {
      faults.Add("agreement_id", "must be lower-case words joined by hyphens, at most 63 characters");
    }
    if (!request.reason().empty()) faults.Add("reason", "is only for an amendment");
  } else {
    faults.AddAll("", CheckAgreementName("amends", request.amends()));
    if (PlanOfAgreement(request.amends()) != request.plan()) faults.Add("amends", "must be an agreement of the plan");
    if (!request.agreement_id().empty()) faults.Add("agreement_id", "is only for a new agreement");
    faults.AddAll("", CheckReason("reason", request.reason()));
  }
  return faults.ToStatus();
}

}  // namespace

void AgreementService::Register(ContractService& service) {
  RegisterMutation<v1::ProposeAgreementRequest, v1::Agreement>(
      service, context_, "ProposeAgreement",
      [this](const Call& call, const v1::ProposeAgreementRequest& request) { return ProposeAgreement(call, request); });
  RegisterMutation<v1::ApproveAgreementRequest, v1::Agreement>(
      service, context_, "ApproveAgreement",
      [this](const Call& call, const v1::ApproveAgreementRequest& request) { return ApproveAgreement(call, request); });
  RegisterMutation<v1::EndAgreementRequest, v1::Agreement>(
      service, context_, "EndAgreement",
      [this](const Call& call, const v1::EndAgreementRequest& request) { return EndAgreement(call, request); });
  service.Unary<v1::GetAgreementRequest, v1::Agreement>(
      "GetAgreement",
      [this](const Call& call, const v1::GetAgreementRequest& request) { return GetAgreement(call, request); });
  service.Unary<v1::ListAgreementsRequest, v1::ListAgreementsResponse>(
      "ListAgreements",
      [this](const Call& call, const v1::ListAgreementsRequest& request) { return ListAgreements(call, request); });
}

absl::StatusOr<v1::Agreement> AgreementService::ProposeAgreement(const Call& call,
                                                                 const v1::ProposeAgreementRequest& request) {
  const auto plan = context_.FindPlan("plan", request.plan(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status proposal = CheckProposal(request); !proposal.ok()) return proposal;
  if (absl::Status right = CheckMayPropose(call.caller, **plan, request.terms()); !right.ok()) return right;
  if (absl::Status terms = CheckTerms(request.terms(), **plan, context_.clock.Now()); !terms.ok()) return terms;
  const std::string id = request.agreement_id().empty() ? NewUuid() : request.agreement_id();
  const std::string name = request.amends().empty() ? MakeAgreementName(request.plan(), id) : request.amends();
  return Mutate<v1::Agreement>(
      context_, call, request, [&](ExchangeTransaction& rows, const Decision& by) -> AgreementChange {
        std::optional<v1::Agreement> found = rows.FindAgreement(name);
        if (request.amends().empty()) {
          if (found.has_value()) {
            return ErrorWithReason(absl::StatusCode::kAlreadyExists, absl::StrCat(name, " exists"), "ALREADY_EXISTS",
                                   {{"name", name}});
          }
          v1::Agreement agreement = Proposed(name, request.terms(), by.actor, by.now);
          rows.SaveAgreement(agreement);
          return Change<v1::Agreement>{std::move(agreement), name, "proposed edition 1"};
        }
        if (!found.has_value()) return NotFound(name);
        if (absl::Status etag = CheckEtag(request.etag(), found->etag()); !etag.ok()) return etag;
        auto amended = Amended(*std::move(found), request.terms(), request.reason(), by.actor, by.now);
        if (!amended.ok()) return amended.status();
        rows.SaveAgreement(*amended);
        const std::string detail = absl::StrCat("proposed edition ", amended->editions_size(), ": ", request.reason());
        return Change<v1::Agreement>{*std::move(amended), name, detail};
      });
}

absl::StatusOr<v1::Agreement> AgreementService::ApproveAgreement(const Call& call,
                                                                 const v1::ApproveAgreementRequest& request) {
  const auto known = context_.FindAgreement("name", request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const auto plan = context_.FindPlan("name", PlanOfAgreement(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  const auto side = SideOf(call.caller, **plan, known->editions(0).terms());
  if (!side.ok()) return side.status();
  return Mutate<v1::Agreement>(
      context_, call, request, [&](ExchangeTransaction& rows, const Decision& by) -> AgreementChange {
        std::optional<v1::Agreement> found = rows.FindAgreement(request.name());
        if (!found.has_value()) return NotFound(request.name());
        if (absl::Status etag = CheckEtag(request.etag(), found->etag()); !etag.ok()) return etag;
        auto approved = Approved(*std::move(found), request.edition(), *side, by.actor, by.now);
        if (!approved.ok()) return approved.status();
        rows.SaveAgreement(*approved);
        const std::string detail = absl::StrCat("approved edition ", request.edition(), " as ",
                                                *side == ApprovingSide::kOwner ? "owner" : "office");
        return Change<v1::Agreement>{*std::move(approved), request.name(), detail};
      });
}

absl::StatusOr<v1::Agreement> AgreementService::EndAgreement(const Call& call, const v1::EndAgreementRequest& request) {
  const auto known = context_.FindAgreement("name", request.name(), call.deadline);
  if (!known.ok()) return known.status();
  const auto plan = context_.FindPlan("name", PlanOfAgreement(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status right = CheckMayEnd(call.caller, **plan, known->editions(0).terms()); !right.ok()) return right;
  if (absl::Status reason = CheckReason("reason", request.reason()); !reason.ok()) return reason;
  return Mutate<v1::Agreement>(
      context_, call, request, [&](ExchangeTransaction& rows, const Decision& by) -> AgreementChange {
        std::optional<v1::Agreement> found = rows.FindAgreement(request.name());
        if (!found.has_value()) return NotFound(request.name());
        if (absl::Status etag = CheckEtag(request.etag(), found->etag()); !etag.ok()) return etag;
        auto ended = Ended(*std::move(found), request.reason(), by.now);
        if (!ended.ok()) return ended.status();
        rows.SaveAgreement(*ended);
        return Change<v1::Agreement>{*std::move(ended), request.name(), absl::StrCat("ended: ", request.reason())};
      });
}

absl::StatusOr<v1::Agreement> AgreementService::GetAgreement(const Call& call, const v1::GetAgreementRequest& request) {
  auto agreement = context_.FindAgreement("name", request.name(), call.deadline);
  if (!agreement.ok()) return agreement.status();
  const auto plan = context_.FindPlan("name", PlanOfAgreement(request.name()), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status own = CheckOwnPlan(call.caller, **plan); !own.ok()) return own;
  v1::Agreement stood =
      AsOf(*std::move(agreement), request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now());
  if (stood.editions().empty()) return NotFound(request.name());
  return stood;
}

absl::StatusOr<v1::ListAgreementsResponse> AgreementService::ListAgreements(const Call& call,
                                                                            const v1::ListAgreementsRequest& request) {
  const auto plan = context_.FindPlan("plan", request.plan(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status own = CheckOwnPlan(call.caller, **plan); !own.ok()) return own;
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  auto agreements = context_.store.ListAgreements(request.plan(), call.deadline);
  if (!agreements.ok()) return agreements.status();
  const absl::Time time = request.has_as_of() ? FromTimestamp(request.as_of()) : context_.clock.Now();
  const int size = PageSize(request.page_size());
  v1::ListAgreementsResponse response;
  for (v1::Agreement& agreement : *agreements) {
    if (agreement.name() <= *after) continue;
    v1::Agreement stood = AsOf(std::move(agreement), time);
    if (!Passes(request, stood)) continue;
    if (response.agreements_size() == size) {
      response.set_next_page_token(MakePageToken(request, response.agreements(size - 1).name()));
      break;
    }
    *response.add_agreements() = std::move(stood);
  }
  return response;
}

}  // namespace lianfang::exchange
