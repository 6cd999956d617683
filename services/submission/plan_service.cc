#include "services/submission/plan_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/rpc/page_token.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/plan/plan_rules.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/grant_service.h"
#include "services/submission/mutation.h"

namespace lianfang::submission {

void PlanService::Register(ContractService& service) {
  service.AsyncUnary<v1::PublishPlanRequest, Serialized<v1::PublishPlanResponse>>(
      "PublishPlan", [this](auto call, auto request, auto reply) { PublishPlan(call, request, std::move(reply)); });
  service.AsyncUnary<v1::AmendPlanRequest, Serialized<v1::PublishPlanResponse>>(
      "AmendPlan", [this](auto call, auto request, auto reply) { AmendPlan(call, request, std::move(reply)); });
  service.Unary<v1::GetPlanRequest, type::v1::Plan>(
      "GetPlan", [this](const Call& call, const v1::GetPlanRequest& request) { return GetPlan(call, request); });
  service.Unary<v1::ListPlansRequest, v1::ListPlansResponse>(
      "ListPlans", [this](const Call& call, const v1::ListPlansRequest& request) { return ListPlans(call, request); });
}

template <typename Request>
void PlanService::Publish(std::shared_ptr<const Call> call, std::shared_ptr<const Request> request,
                          Decide<Request> decide, Reply<Serialized<v1::PublishPlanResponse>> reply) {
  // Here and not in the decision: examining a large plan must not hold up those who wait for the writer.
  if (absl::Status status = ValidatePlan(request->plan()); !status.ok()) return reply(std::move(status));
  const bool only_check = request->validate_only();
  const absl::Time deadline = call->deadline;
  const std::string plan = *ParsePlanName("plan.name", request->plan().name());
  const auto grants = ReadGrants(ledger_, plan, deadline);
  if (!grants.ok()) return reply(grants.status());
  Proposal proposal =
      Propose(plan, call, *request,
              [call, request, decide, grants = *grants](const Snapshot& snapshot) -> absl::StatusOr<Decision> {
                auto decision = decide(snapshot, *request, call->caller);
                if (!decision.ok()) return decision;
                if (absl::Status whole = CheckReadWhole(snapshot, grants); !whole.ok()) return whole;
                if (absl::Status granted = CheckRegionsGranted(*decision->plan, grants); !granted.ok()) return granted;
                return decision;
              });
  if (only_check) return reply(Rehearsed<v1::PublishPlanResponse>(store_, proposal, clock_.Now(), deadline));
  Record<v1::PublishPlanResponse>(writer_, std::move(proposal), std::move(reply));
}

void PlanService::PublishPlan(std::shared_ptr<const Call> call, std::shared_ptr<const v1::PublishPlanRequest> request,
                              Reply<Serialized<v1::PublishPlanResponse>> reply) {
  Publish(std::move(call), std::move(request), &DecidePublication, std::move(reply));
}

void PlanService::AmendPlan(std::shared_ptr<const Call> call, std::shared_ptr<const v1::AmendPlanRequest> request,
                            Reply<Serialized<v1::PublishPlanResponse>> reply) {
  Publish(std::move(call), std::move(request), &DecideAmendment, std::move(reply));
}

absl::StatusOr<type::v1::Plan> PlanService::GetPlan(const Call& call, const v1::GetPlanRequest& request) {
  const auto id = ParsePlanName("name", request.name());
  if (!id.ok()) return id.status();
  if (request.edition() < 0) return InvalidField("edition", "must not be negative");
  const auto plan = store_.LoadPlan(*id, request.edition(), call.deadline);
  if (!plan.ok()) return plan.status();
  if (*plan == nullptr) {
    return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(request.name(), " does not exist at that edition"),
                           "NO_SUCH_PLAN", {{"name", request.name()}});
  }
  return **plan;
}

absl::StatusOr<v1::ListPlansResponse> PlanService::ListPlans(const Call& call, const v1::ListPlansRequest& request) {
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const int size = PageSize(request.page_size());
  const auto plans = store_.ListPlans({*after, size + 1}, call.deadline);
  if (!plans.ok()) return plans.status();
  v1::ListPlansResponse response;
  for (const auto& plan : *plans) {
    if (response.plans_size() == size) {
      response.set_next_page_token(MakePageToken(request, *ParsePlanName("name", response.plans(size - 1).name())));
      break;
    }
    *response.add_plans() = *plan;
  }
  return response;
}

}  // namespace lianfang::submission
