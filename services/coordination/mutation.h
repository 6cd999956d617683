// Mutations of this service (common/rpc/audited_mutation.h), audited whether they happen or are refused.
//
//   RegisterMutation<v1::ReportTaskRequest, v1::TaskStatus>(service, context, "ReportTask",
//       [this](const Call& call, const v1::ReportTaskRequest& request) { return ReportTask(call, request); });
//   …
//   return Mutate<v1::TaskStatus>(context_, call, request, [&](CoordinationTransaction& rows, const Decision& by) { … });
#ifndef LIANFANG_SERVICES_COORDINATION_MUTATION_H_
#define LIANFANG_SERVICES_COORDINATION_MUTATION_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "common/rpc/audited_mutation.h"
#include "services/coordination/coordination_context.h"

namespace lianfang::coordination {

// Who decides, and when.
struct Decision {
  std::string actor;
  absl::Time now;
};

template <typename Response>
using MadeChange = AuditedChange<Response>;

inline RequestKey KeyOf(const CoordinationContext&, const Call& call, const google::protobuf::Message& request) {
  return RequestKey::Of(call.caller.uri, call.method, request);
}

// Runs `decide` in a transaction. A document that it loads by name is locked until the end.
template <typename Response, typename Request>
absl::StatusOr<Response> Mutate(
    const CoordinationContext& context, const Call& call, const Request& request,
    const std::function<absl::StatusOr<MadeChange<Response>>(CoordinationTransaction&, const Decision&)>& decide) {
  const Decision by{call.caller.uri, context.clock.Now()};
  const auto work = [&](CoordinationTransaction& rows) -> absl::StatusOr<Outcome> {
    auto change = decide(rows, by);
    if (!change.ok()) return change.status();
    return Outcome{change->response.SerializeAsString(), std::move(change->resource), std::move(change->detail)};
  };
  const auto bytes = context.store.Mutate(KeyOf(context, call, request), by.now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  return ParseResponse<Response>(*bytes);
}

// The first response where the request is a repeat; nullopt where it is a new one. For a handler that asks other services before Mutate: a repeat is
// answered what it was first, whatever they say now. INVALID_ARGUMENT as Mutate.
template <typename Response, typename Request>
absl::StatusOr<std::optional<Response>> FindFirstResponse(const CoordinationContext& context, const Call& call,
                                                          const Request& request) {
  bool is_new = false;
  const auto look = [&is_new](CoordinationTransaction&) -> absl::StatusOr<Outcome> {
    is_new = true;
    return absl::CancelledError("nothing is done yet");
  };
  const auto bytes = context.store.Mutate(KeyOf(context, call, request), context.clock.Now(), look, call.deadline);
  if (is_new && absl::IsCancelled(bytes.status())) return std::nullopt;
  if (!bytes.ok()) return bytes.status();
  auto response = ParseResponse<Response>(*bytes);
  if (!response.ok()) return response.status();
  return *std::move(response);
}

// Registers a handler whose refusals are audited.
template <typename Request, typename Response>
void RegisterMutation(ContractService& service, const CoordinationContext& context, absl::string_view method,
                      std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
  RegisterAudited<Request, Response>(service, context, method, std::move(handler));
}

}  // namespace lianfang::coordination

#endif  // LIANFANG_SERVICES_COORDINATION_MUTATION_H_
