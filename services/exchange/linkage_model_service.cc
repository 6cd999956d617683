#include "services/exchange/linkage_model_service.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/region_power.h"
#include "common/rpc/page_token.h"
#include "services/exchange/domain/reconciliation/model_editions.h"
#include "services/exchange/domain/request/access.h"
#include "services/exchange/domain/request/refusals.h"
#include "services/exchange/mutation.h"

namespace lianfang::exchange {
namespace {

// Whether the caller is of the department that leads the plan, in a region from which it acts under the plan.
bool IsOfLead(const Identity& caller, const type::v1::Plan& plan) {
  const type::v1::Department* lead = FindDepartment(plan, LeadDepartment(plan));
  return lead != nullptr && caller.department == lead->id() && ActsFrom(plan, *lead, caller.region);
}

// Which side the caller decides for.
absl::StatusOr<ModelSide> SideOf(const Identity& caller, const type::v1::Plan& plan) {
  if (IsOffice(caller, plan)) return ModelSide::kOffice;
  if (IsOfLead(caller, plan) && caller.role == type::v1::ROLE_CONVENER) return ModelSide::kConvener;
  return Denied("is for the convener of the department that leads the plan, and for the plan's office",
                "NOT_PLAN_OFFICE");
}

Outcome OutcomeOf(const v1::LinkageModelEdition& edition, std::string detail) {
  return {edition.SerializeAsString(), edition.name(), std::move(detail)};
}

}  // namespace

void LinkageModelService::Register(ContractService& service) {
  RegisterMutation<v1::ProposeLinkageModelRequest, v1::LinkageModelEdition>(
      service, context_, "ProposeLinkageModel",
      [this](const Call& call, const auto& request) { return ProposeLinkageModel(call, request); });
  RegisterMutation<v1::ApproveLinkageModelRequest, v1::LinkageModelEdition>(
      service, context_, "ApproveLinkageModel",
      [this](const Call& call, const auto& request) { return ApproveLinkageModel(call, request); });
  RegisterMutation<v1::RefuseLinkageModelRequest, v1::LinkageModelEdition>(
      service, context_, "RefuseLinkageModel",
      [this](const Call& call, const auto& request) { return RefuseLinkageModel(call, request); });
  service.Unary<v1::GetLinkageModelRequest, v1::LinkageModelEdition>(
      "GetLinkageModel", [this](const Call& call, const auto& request) { return GetLinkageModel(call, request); });
  service.Unary<v1::ListLinkageModelsRequest, v1::ListLinkageModelsResponse>(
      "ListLinkageModels", [this](const Call& call, const auto& request) { return ListLinkageModels(call, request); });
}

absl::StatusOr<v1::LinkageModelEdition> LinkageModelService::ProposeLinkageModel(
    const Call& call, const v1::ProposeLinkageModelRequest& request) {
  const auto plan = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (!IsOfLead(call.caller, **plan)) return Denied("is for the department that leads the plan", "NOT_LEAD_DEPARTMENT");
  if (absl::Status model = CheckLinkageModel(request.model()); !model.ok()) return model;
  if (absl::Status reason = CheckReason("reason", request.reason()); !reason.ok()) return reason;
  const absl::Time now = context_.clock.Now();
  const auto work = [&](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
    (void)rows.LockRun(request.parent());
    const auto proposed = ProposedModel(request.parent(), request.model(), request.reason(), call.caller.uri,
                                        rows.ModelsOf(request.parent()), now);
    if (!proposed.ok()) return proposed.status();
    rows.SaveModel(request.parent(), *proposed);
    return OutcomeOf(*proposed, absl::StrCat("proposed: ", request.reason()));
  };
  const auto bytes = store_.Mutate(KeyOf(context_, call, request), now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  return ParseResponse<v1::LinkageModelEdition>(*bytes);
}

absl::StatusOr<v1::LinkageModelEdition> LinkageModelService::ApproveLinkageModel(
    const Call& call, const v1::ApproveLinkageModelRequest& request) {
  const auto parsed = ParseLinkageModelName(request.name());
  if (!parsed.ok()) return parsed.status();
  const auto plan = context_.FindPlan("name", parsed->plan, call.deadline);
  if (!plan.ok()) return plan.status();
  const auto side = SideOf(call.caller, **plan);
  if (!side.ok()) return side.status();
  const absl::Time now = context_.clock.Now();
  const auto work = [&](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
    (void)rows.LockRun(parsed->plan);
    const auto changed =
        ApprovedModel(request.name(), request.etag(), *side, call.caller.uri, rows.ModelsOf(parsed->plan), now);
    if (!changed.ok()) return changed.status();
    for (const v1::LinkageModelEdition& edition : *changed) rows.SaveModel(parsed->plan, edition);
    return OutcomeOf(changed->back(), *side == ModelSide::kOffice ? "approved as office" : "approved as convener");
  };
  const auto bytes = store_.Mutate(KeyOf(context_, call, request), now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  return ParseResponse<v1::LinkageModelEdition>(*bytes);
}

absl::StatusOr<v1::LinkageModelEdition> LinkageModelService::RefuseLinkageModel(
    const Call& call, const v1::RefuseLinkageModelRequest& request) {
  const auto parsed = ParseLinkageModelName(request.name());
  if (!parsed.ok()) return parsed.status();
  const auto plan = context_.FindPlan("name", parsed->plan, call.deadline);
  if (!plan.ok()) return plan.status();
  if (const auto side = SideOf(call.caller, **plan); !side.ok()) return side.status();
  if (absl::Status reason = CheckReason("reason", request.reason()); !reason.ok()) return reason;
  const absl::Time now = context_.clock.Now();
  const auto work = [&](ReconciliationRows& rows) -> absl::StatusOr<Outcome> {
    (void)rows.LockRun(parsed->plan);
    const auto refused =
        RefusedModel(request.name(), request.etag(), request.reason(), rows.ModelsOf(parsed->plan), now);
    if (!refused.ok()) return refused.status();
    rows.SaveModel(parsed->plan, *refused);
    return OutcomeOf(*refused, absl::StrCat("refused: ", request.reason()));
  };
  const auto bytes = store_.Mutate(KeyOf(context_, call, request), now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  return ParseResponse<v1::LinkageModelEdition>(*bytes);
}

absl::StatusOr<v1::LinkageModelEdition> LinkageModelService::GetLinkageModel(
    const Call& call, const v1::GetLinkageModelRequest& request) {
  const auto parsed = ParseLinkageModelName(request.name());
  if (!parsed.ok()) return parsed.status();
  const auto plan = context_.FindPlan("name", parsed->plan, call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status own = CheckOwnPlan(call.caller, **plan); !own.ok()) return own;
  const auto models = store_.ModelsOf(parsed->plan, call.deadline);
  if (!models.ok()) return models.status();
  v1::LinkageModelEdition shipped = ShippedEdition(parsed->plan, *models);
  if (shipped.name() == request.name()) return shipped;
  for (const v1::LinkageModelEdition& edition : *models) {
    if (edition.name() == request.name()) return edition;
  }
  return NotFound(request.name());
}

absl::StatusOr<v1::ListLinkageModelsResponse> LinkageModelService::ListLinkageModels(
    const Call& call, const v1::ListLinkageModelsRequest& request) {
  const auto plan = context_.FindPlan("parent", request.parent(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (absl::Status own = CheckOwnPlan(call.caller, **plan); !own.ok()) return own;
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  size_t from = 0;
  if (!token->empty() && !absl::SimpleAtoi(*token, &from)) return InvalidField("page_token", "is not a page token");
  auto models = store_.ModelsOf(request.parent(), call.deadline);
  if (!models.ok()) return models.status();
  models->insert(models->begin(), ShippedEdition(request.parent(), *models));
  const auto size = static_cast<size_t>(PageSize(request.page_size()));
  v1::ListLinkageModelsResponse response;
  for (size_t i = from; i < std::min(models->size(), from + size); ++i) {
    *response.add_models() = std::move((*models)[i]);
  }
  if (models->size() > from + size) response.set_next_page_token(MakePageToken(request, absl::StrCat(from + size)));
  return response;
}

}  // namespace lianfang::exchange
