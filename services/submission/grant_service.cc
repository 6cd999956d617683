#include "services/submission/grant_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/rpc/page_token.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/mutation.h"
#include "services/submission/plan_entries.h"

namespace lianfang::submission {

absl::StatusOr<PlanGrants> ReadGrants(LedgerStore& store, const std::string& plan, absl::Time deadline) {
  PlanGrants grants;
  const absl::Status read = ForEachPlanEntry(store, plan, deadline, [&grants](const v1::LedgerEntry& entry) {
    grants.Add(entry);
    return true;
  });
  if (!read.ok()) return read;
  return grants;
}

void GrantService::Register(ContractService& service) {
  service.AsyncUnary<v1::GrantPlanRegionRequest, Serialized<v1::PlanGrant>>(
      "GrantPlanRegion",
      [this](auto call, auto request, auto reply) { GrantPlanRegion(call, request, std::move(reply)); });
  service.AsyncUnary<v1::RevokePlanRegionRequest, Serialized<v1::PlanGrant>>(
      "RevokePlanRegion",
      [this](auto call, auto request, auto reply) { RevokePlanRegion(call, request, std::move(reply)); });
  service.Unary<v1::ListPlanGrantsRequest, v1::ListPlanGrantsResponse>(
      "ListPlanGrants",
      [this](const Call& call, const v1::ListPlanGrantsRequest& request) { return ListPlanGrants(call, request); });
}

// What is wrong is said by the decision, so that a repeat is answered what its first time was.
template <typename Request>
void GrantService::Change(const std::shared_ptr<const Call>& call, const std::shared_ptr<const Request>& request,
                          DecideOn<Request> decide, Reply<Serialized<v1::PlanGrant>> reply) {
  const auto plan = ParsePlanName("plan", request->plan());
  if (!plan.ok()) return reply(plan.status());
  const auto grants = ReadGrants(store_, *plan, call->deadline);
  if (!grants.ok()) return reply(grants.status());
  auto decided = [call, request, decide, grants = *grants](const Snapshot& snapshot) {
    return decide(snapshot, grants, *request, call->caller);
  };
  Record<v1::PlanGrant>(writer_, OfLedgerOnly(Propose(*plan, call, *request, std::move(decided))), std::move(reply));
}

void GrantService::GrantPlanRegion(const std::shared_ptr<const Call>& call,
                                   const std::shared_ptr<const v1::GrantPlanRegionRequest>& request,
                                   Reply<Serialized<v1::PlanGrant>> reply) {
  Change(call, request, &DecideGrant, std::move(reply));
}

void GrantService::RevokePlanRegion(const std::shared_ptr<const Call>& call,
                                    const std::shared_ptr<const v1::RevokePlanRegionRequest>& request,
                                    Reply<Serialized<v1::PlanGrant>> reply) {
  Change(call, request, &DecideRevocation, std::move(reply));
}

absl::StatusOr<v1::ListPlanGrantsResponse> GrantService::ListPlanGrants(const Call& call,
                                                                        const v1::ListPlanGrantsRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const auto grants = ReadGrants(store_, *plan, call.deadline);
  if (!grants.ok()) return grants.status();
  const int size = PageSize(request.page_size());
  v1::ListPlanGrantsResponse response;
  std::string last;
  for (const auto& [regions, grant] : grants->all()) {
    const std::string key = absl::StrCat(regions.first, "-", regions.second);
    if (key <= *after) continue;
    if (response.grants_size() == size) {
      response.set_next_page_token(MakePageToken(request, last));
      break;
    }
    *response.add_grants() = grant;
    last = key;
  }
  return response;
}

}  // namespace lianfang::submission
