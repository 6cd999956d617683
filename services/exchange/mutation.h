// Mutations of this service (common/mutation.h), audited whether they happen or are refused.
//
//   RegisterMutation<v1::EndAgreementRequest, v1::Agreement>(service, context, "EndAgreement",
//       [this](const Call& call, const v1::EndAgreementRequest& request) { return End(call, request); });
//   …
//   return Mutate<v1::Agreement>(context_, call, request, [&](ExchangeTransaction& rows, const Decision& by) { … });
#ifndef LIANFANG_SERVICES_EXCHANGE_MUTATION_H_
#define LIANFANG_SERVICES_EXCHANGE_MUTATION_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "services/exchange/exchange_context.h"

namespace lianfang::exchange {

// Who decides, and when.
struct Decision {
  std::string actor;  // identity URI
  absl::Time now;
};

// What a mutation answers, and what the auditor reads of it.
template <typename Response>
struct Change {
  Response response;
  std::string resource;
  std::string detail;
};

// The request's key, its hash keyed: the content may hold an ID number, which a bare hash would give away.
RequestKey KeyOf(const ExchangeContext& context, const Call& call, const google::protobuf::Message& request);

// Writes an audit row for a request that was refused by a rule, a rehearsal included: whoever tries out what a refusal
// tells is seen. A fault of the audit is logged; the refusal stands.
void AuditRefusal(const ExchangeContext& context, const Call& call, const google::protobuf::Message& request,
                  const absl::Status& refusal);

// Writes the audit row of a rehearsal that would have gone through.
absl::Status AuditRehearsal(const ExchangeContext& context, const Call& call, const google::protobuf::Message& request,
                            const std::string& detail);

// Runs `decide` in a transaction; with `rehearse`, nothing is stored but the audit row.
template <typename Response, typename Request>
absl::StatusOr<Response> Mutate(
    const ExchangeContext& context, const Call& call, const Request& request,
    const std::function<absl::StatusOr<Change<Response>>(ExchangeTransaction&, const Decision&)>& decide,
    bool rehearse = false) {
  const Decision by{call.caller.uri, context.clock.Now()};
  std::optional<RequestKey> key;
  if (!rehearse) key = KeyOf(context, call, request);
  std::string detail;
  const auto work = [&](ExchangeTransaction& rows) -> absl::StatusOr<Outcome> {
    auto change = decide(rows, by);
    if (!change.ok()) return change.status();
    detail = change->detail;
    return Outcome{change->response.SerializeAsString(), std::move(change->resource), std::move(change->detail)};
  };
  const auto bytes = context.store.Mutate(key, by.now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  if (rehearse) {
    if (absl::Status audited = AuditRehearsal(context, call, request, detail); !audited.ok()) return audited;
  }
  return ParseResponse<Response>(*bytes);
}

// Registers a handler whose refusals are audited.
template <typename Request, typename Response>
void RegisterMutation(ContractService& service, const ExchangeContext& context, absl::string_view method,
                      std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
  service.Unary<Request, Response>(method,
                                   [&context, handler = std::move(handler)](const Call& call, const Request& request) {
                                     auto response = handler(call, request);
                                     if (!response.ok()) AuditRefusal(context, call, request, response.status());
                                     return response;
                                   });
}

}  // namespace lianfang::exchange

#endif  // LIANFANG_SERVICES_EXCHANGE_MUTATION_H_
