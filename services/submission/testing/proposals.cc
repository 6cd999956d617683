#include "services/submission/testing/proposals.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/id.h"
#include "services/submission/domain/ledger/decisions.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/mutation.h"
#include "services/submission/testing/plans.h"

namespace lianfang::submission {
namespace {

template <typename Request>
Proposal ProposeAs(const Identity& caller, std::string plan, std::string id, const Request& request,
                   Decide<Request> decide) {
  auto call = std::make_shared<Call>();
  call->caller = caller;
  // The RPC that takes the request, of whichever service.
  call->method =
      absl::StrCat("lianfang.submission.v1.Service.", absl::StripSuffix(Request::descriptor()->name(), "Request"));
  return Propose<Request>(std::move(plan), std::move(id), std::move(call), std::make_shared<const Request>(request),
                          decide);
}

}  // namespace

Proposal ProposePublication(const type::v1::Plan& plan) {
  v1::PublishPlanRequest request;
  *request.mutable_plan() = plan;
  request.set_request_id(NewUuid());
  return ProposeAs(Office(), *ParsePlanName("name", plan.name()), "", request, &DecidePublication);
}

Proposal ProposeAmendment(const type::v1::Plan& plan, const std::string& reason) {
  v1::AmendPlanRequest request;
  *request.mutable_plan() = plan;
  request.set_reason(reason);
  request.set_request_id(NewUuid());
  return ProposeAs(Office(), *ParsePlanName("name", plan.name()), "", request, &DecideAmendment);
}

Proposal ProposeFiling(const v1::SubmitReturnRequest& request) {
  const ChildName name = *ParseObligationName("obligation", request.obligation());
  return ProposeAs(Liaison("emergency"), name.plan, name.id, request, &DecideFiling);
}

Proposal ProposeReview(const v1::ReviewReturnRequest& request) {
  const ChildName name = *ParseReturnName("name", request.name());
  return ProposeAs(Office(), name.plan, name.id, request, &DecideReview);
}

Proposal ProposeExtension(const v1::ExtendObligationRequest& request) {
  const ChildName name = *ParseObligationName("name", request.name());
  return ProposeAs(Office(), name.plan, name.id, request, &DecideExtension);
}

Proposal ProposeWaiver(const v1::WaiveObligationRequest& request) {
  const ChildName name = *ParseObligationName("name", request.name());
  return ProposeAs(Office(), name.plan, name.id, request, &DecideWaiver);
}

}  // namespace lianfang::submission
