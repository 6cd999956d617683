// Mutations of this service (common/rpc/audited_mutation.h), audited whether they happen or are refused.
//
//   RegisterMutation<v1::SuspendExpertRequest, v1::Expert>(service, context, "SuspendExpert",
//       [this](const Call& call, const v1::SuspendExpertRequest& request) { return Suspend(call, request); });
//   …
//   return Mutate<v1::Expert>(context_, call, request, [&](ExpertTransaction& rows, const Decision& by) { … });
#ifndef LIANFANG_SERVICES_EXPERT_MUTATION_H_
#define LIANFANG_SERVICES_EXPERT_MUTATION_H_

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/request_key.h"
#include "common/rpc/audited_mutation.h"
#include "services/expert/domain/member/membership.h"
#include "services/expert/expert_context.h"

namespace lianfang::expert {

template <typename Response>
using Change = AuditedChange<Response>;

// The request's key, its hash keyed: the content may hold an ID number, which a bare hash would give away.
RequestKey KeyOf(const ExpertContext& context, const Call& call, const google::protobuf::Message& request);

// Runs `decide` in a transaction; with `rehearse`, nothing is stored but the audit row.
template <typename Response, typename Request>
absl::StatusOr<Response> Mutate(
    const ExpertContext& context, const Call& call, const Request& request,
    const std::function<absl::StatusOr<Change<Response>>(ExpertTransaction&, const Decision&)>& decide,
    bool rehearse = false) {
  const auto at = [&](ExpertTransaction& rows, absl::Time now) { return decide(rows, {call.caller.uri, now}); };
  return RunAudited<Response, ExpertTransaction>(context, call, request, at, rehearse);
}

// Registers a handler whose refusals are audited.
template <typename Request, typename Response>
void RegisterMutation(ContractService& service, const ExpertContext& context, absl::string_view method,
                      std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
  RegisterAudited<Request, Response>(service, context, method, std::move(handler));
}

}  // namespace lianfang::expert

#endif  // LIANFANG_SERVICES_EXPERT_MUTATION_H_
