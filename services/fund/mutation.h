// Mutations of this service (common/mutation.h), audited whether they happen or are refused.
//
//   RegisterMutation<v1::PutBudgetRequest, v1::Budget>(service, context, "PutBudget",
//       [this](const Call& call, const v1::PutBudgetRequest& request) { return PutBudget(call, request); });
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
#include "common/mutation.h"
#include "common/request_key.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "services/fund/fund_context.h"

namespace lianfang::fund {

// What a mutation answers, and what the auditor reads of it.
template <typename Response>
struct Change {
  Response response;
  std::string resource;
  std::string detail;
};

// Writes an audit row for a request that was refused by a rule, a rehearsal included. A fault of the audit is logged; the refusal stands.
void AuditRefusal(const FundContext& context, const Call& call, const google::protobuf::Message& request,
                  const absl::Status& refusal);

// Writes the audit row of a rehearsal that would have gone through.
absl::Status AuditRehearsal(const FundContext& context, const Call& call, const google::protobuf::Message& request,
                            const std::string& detail);

// Runs `decide` in a transaction; with `rehearse`, nothing is stored but the audit row.
template <typename Response, typename Request>
absl::StatusOr<Response> Mutate(
    const FundContext& context, const Call& call, const Request& request,
    const std::function<absl::StatusOr<Change<Response>>(FundTransaction&, absl::Time now)>& decide,
    bool rehearse = false) {
  const absl::Time now = context.clock.Now();
  std::optional<RequestKey> key;
  if (!rehearse) key = RequestKey::Of(call.caller.uri, call.method, request);
  std::string detail;
  const auto work = [&](FundTransaction& rows) -> absl::StatusOr<Outcome> {
    auto change = decide(rows, now);
    if (!change.ok()) return change.status();
    detail = change->detail;
    return Outcome{change->response.SerializeAsString(), std::move(change->resource), std::move(change->detail)};
  };
  const auto bytes = context.store.Mutate(key, now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  if (rehearse) {
    if (absl::Status audited = AuditRehearsal(context, call, request, detail); !audited.ok()) return audited;
  }
  return ParseResponse<Response>(*bytes);
}

// Registers a handler whose refusals are audited.
template <typename Request, typename Response>
void RegisterMutation(ContractService& service, const FundContext& context, absl::string_view method,
                      std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
  service.Unary<Request, Response>(method,
                                   [&context, handler = std::move(handler)](const Call& call, const Request& request) {
                                     auto response = handler(call, request);
                                     if (!response.ok()) AuditRefusal(context, call, request, response.status());
                                     return response;
                                   });
}

}  // namespace lianfang::fund

#endif  // LIANFANG_SERVICES_FUND_MUTATION_H_
