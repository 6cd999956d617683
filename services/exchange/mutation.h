// Mutations of this service (common/rpc/audited_mutation.h), audited whether they happen or are refused.
//
//   RegisterMutation<v1::EndAgreementRequest, v1::Agreement>(service, context, "EndAgreement",
//       [this](const Call& call, const v1::EndAgreementRequest& request) { return End(call, request); });
//   …
//   return Mutate<v1::Agreement>(context_, call, request, [&](ExchangeTransaction& rows, const Decision& by) { … });
#ifndef LIANFANG_SERVICES_EXCHANGE_MUTATION_H_
#define LIANFANG_SERVICES_EXCHANGE_MUTATION_H_

#include <functional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/request_key.h"
#include "common/rpc/audited_mutation.h"
#include "services/exchange/exchange_context.h"

namespace lianfang::exchange {

// Who decides, and when.
struct Decision {
  std::string actor;  // identity URI
  absl::Time now;
};

template <typename Response>
using Change = AuditedChange<Response>;

// The request's key, its hash keyed: the content may hold an ID number, which a bare hash would give away.
RequestKey KeyOf(const ExchangeContext& context, const Call& call, const google::protobuf::Message& request);

// Runs `decide` in a transaction; with `rehearse`, nothing is stored but the audit row.
template <typename Response, typename Request>
absl::StatusOr<Response> Mutate(
    const ExchangeContext& context, const Call& call, const Request& request,
    const std::function<absl::StatusOr<Change<Response>>(ExchangeTransaction&, const Decision&)>& decide,
    bool rehearse = false) {
  const auto at = [&](ExchangeTransaction& rows, absl::Time now) { return decide(rows, {call.caller.uri, now}); };
  return RunAudited<Response, ExchangeTransaction>(context, call, request, at, rehearse);
}

// Registers a handler whose refusals are audited.
template <typename Request, typename Response>
void RegisterMutation(ContractService& service, const ExchangeContext& context, absl::string_view method,
                      std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
  RegisterAudited<Request, Response>(service, context, method, std::move(handler));
}

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_MUTATION_H_
