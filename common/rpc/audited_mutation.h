// Mutations of a service that keeps its rows and audit in one store: run in a transaction with their audit row, and audited
// also where a rule refuses them, or where they are only rehearsed. A service says what its context is, in a header of its
// own:
//
//   RequestKey KeyOf(const FundContext& context, const Call& call, const google::protobuf::Message& request);
//   …
//   RegisterAudited<v1::PutBudgetRequest, v1::Budget>(service, context, "PutBudget", handler);
//   return RunAudited<v1::Budget, FundTransaction>(context, call, request, [&](FundTransaction& rows, absl::Time now) { … });
//
// A context has a `store` with Mutate (common/mutation.h) and Audit, and a `clock`; KeyOf stands beside it.
#ifndef LIANFANG_COMMON_RPC_AUDITED_MUTATION_H_
#define LIANFANG_COMMON_RPC_AUDITED_MUTATION_H_

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/mutation.h"
#include "common/request_key.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"

namespace lianfang {

// What a mutation answers, and what the auditor reads of it.
template <typename Response>
struct AuditedChange {
  Response response;
  std::string resource;
  std::string detail;
};

// Whether a rule refused, rather than a machine failed. Who may not call at all is audited by the guard (call_audit.h).
bool IsRefusal(absl::StatusCode code);

// The audit rows of a request that was refused, and of a rehearsal that would have gone through.
RequestRecord RefusalRecord(RequestKey key, const Call& call, const google::protobuf::Message& request,
                            const absl::Status& refusal);
RequestRecord RehearsalRecord(RequestKey key, const Call& call, const google::protobuf::Message& request,
                              absl::string_view detail);

// Logs that a refusal has no row: the refusal stands.
void TellUnaudited(const absl::Status& fault);

// Writes the row of a refusal, a rehearsal's included: whoever tries out what a refusal tells is seen.
template <typename Context>
void AuditRefusal(const Context& context, const Call& call, const google::protobuf::Message& request,
                  const absl::Status& refusal) {
  if (!IsRefusal(refusal.code())) return;
  const absl::Status written = context.store.Audit(RefusalRecord(KeyOf(context, call, request), call, request, refusal),
                                                   context.clock.Now(), call.deadline);
  if (!written.ok()) TellUnaudited(written);
}

// Runs `decide(rows, now)`, which answers an AuditedChange or why not, in a transaction. With `rehearse` nothing is stored
// but the audit row.
template <typename Response, typename Rows, typename Context, typename Request, typename Decide>
absl::StatusOr<Response> RunAudited(const Context& context, const Call& call, const Request& request,
                                    const Decide& decide, bool rehearse = false) {
  const absl::Time now = context.clock.Now();
  std::optional<RequestKey> key;
  if (!rehearse) key = KeyOf(context, call, request);
  std::string detail;
  const auto work = [&](Rows& rows) -> absl::StatusOr<Outcome> {
    auto change = decide(rows, now);
    if (!change.ok()) return change.status();
    detail = change->detail;
    return Outcome{change->response.SerializeAsString(), std::move(change->resource), std::move(change->detail)};
  };
  const auto bytes = context.store.Mutate(key, now, work, call.deadline);
  if (!bytes.ok()) return bytes.status();
  if (rehearse) {
    const RequestRecord record = RehearsalRecord(KeyOf(context, call, request), call, request, detail);
    if (absl::Status audited = context.store.Audit(record, now, call.deadline); !audited.ok()) return audited;
  }
  return ParseResponse<Response>(*bytes);
}

// Registers a handler whose refusals are audited.
template <typename Request, typename Response, typename Context>
void RegisterAudited(ContractService& service, const Context& context, absl::string_view method,
                     std::function<absl::StatusOr<Response>(const Call&, const Request&)> handler) {
  service.Unary<Request, Response>(method,
                                   [&context, handler = std::move(handler)](const Call& call, const Request& request) {
                                     auto response = handler(call, request);
                                     if (!response.ok()) AuditRefusal(context, call, request, response.status());
                                     return response;
                                   });
}

}  // namespace lianfang

#endif  // LIANFANG_COMMON_RPC_AUDITED_MUTATION_H_
