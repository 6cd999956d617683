// Mutations of this service (common/rpc/audited_mutation.h), audited whether they happen or are refused.
//
//   RegisterMutation(service, context_, "PutBudget", this, &BudgetService::PutBudget);
//   …
//   return Mutate<v1::Budget>(context_, call, request, [&](FundTransaction& rows, absl::Time now) { … });
#ifndef LIANFANG_SERVICES_FUND_MUTATION_H_
#define LIANFANG_SERVICES_FUND_MUTATION_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/request_key.h"
#include "common/rpc/audited_mutation.h"
#include "services/fund/domain/request/refusals.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

template <typename Response>
using Change = AuditedChange<Response>;

inline RequestKey KeyOf(const FundContext&, const Call& call, const google::protobuf::Message& request) {
  return RequestKey::Of(call.caller.uri, call.method, request);
}

// Runs `decide` in a transaction; with `rehearse`, nothing is stored but the audit row.
template <typename Response, typename Request>
absl::StatusOr<Response> Mutate(
    const FundContext& context, const Call& call, const Request& request,
    const std::function<absl::StatusOr<Change<Response>>(FundTransaction&, absl::Time now)>& decide,
    bool rehearse = false) {
  return RunAudited<Response, FundTransaction>(context, call, request, decide, rehearse);
}

// The first response where the request is a repeat; nullopt where it is a new one. For a handler that asks another service before Mutate: a repeat is
// answered what it was first, whatever that service says now. INVALID_ARGUMENT as Mutate.
template <typename Response, typename Request>
absl::StatusOr<std::optional<Response>> FindFirstResponse(const FundContext& context, const Call& call,
                                                          const Request& request) {
  bool is_new = false;
  const auto look = [&is_new](FundTransaction&) -> absl::StatusOr<Outcome> {
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
template <typename Handlers, typename Request, typename Response>
void RegisterMutation(ContractService& service, const FundContext& context, absl::string_view method,
                      Handlers* handlers, absl::StatusOr<Response> (Handlers::*handler)(const Call&, const Request&)) {
  RegisterAudited<Request, Response>(
      service, context, method,
      [handlers, handler](const Call& call, const Request& request) { return (handlers->*handler)(call, request); });
}

// ABORTED when an etag is given and not that of what is stored.
template <typename Message>
absl::Status CheckEtag(const std::string& given, const std::optional<Message>& stored) {
  return CheckEtag(given, stored.has_value() ? absl::string_view(stored->etag()) : "");
}

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_MUTATION_H_
