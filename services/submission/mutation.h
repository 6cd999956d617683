// The two ways of a mutation: recorded by the ledger's writer, or only checked (`validate_only`), on the same decision.
#ifndef LIANFANG_SERVICES_SUBMISSION_MUTATION_H_
#define LIANFANG_SERVICES_SUBMISSION_MUTATION_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// A decision on a request: DecideFiling and its siblings (domain/decisions.h).
template <typename Request>
using Decide = absl::StatusOr<Decision> (*)(const Snapshot&, const Request&, const Identity&);

// Hands the mutation to the writer; `reply` gets the response when it is committed. `obligation` is empty where the
// plan itself is concerned.
template <typename Request, typename Response>
void Record(LedgerWriter& writer, std::string plan, std::string obligation, std::shared_ptr<const Call> call,
            std::shared_ptr<const Request> request, Decide<Request> decide, Reply<Response> reply) {
  Proposal proposal{
      RequestKey::Of(call->caller.uri, call->method, *request), std::move(plan), std::move(obligation),
      [decide, request, call](const Snapshot& snapshot) { return decide(snapshot, *request, call->caller); }};
  writer.Submit(std::move(proposal), [reply = std::move(reply)](absl::StatusOr<std::string> bytes) mutable {
    Response response;
    if (!bytes.ok()) return reply(bytes.status());
    if (!response.ParseFromString(*bytes)) return reply(absl::DataLossError("the stored response does not parse"));
    reply(std::move(response));
  });
}

// Decides on the state as it is and answers what would be, with an empty receipt; stores nothing.
template <typename Response, typename Request>
absl::StatusOr<Response> Rehearse(SubmissionStore& store, const std::string& plan, const std::string& obligation,
                                  const Call& call, const Request& request, Decide<Request> decide, absl::Time now) {
  const auto found = store.LoadCase(plan, obligation, call.deadline);
  if (!found.ok()) return found.status();
  Snapshot snapshot{found->plan.get(),
                    found->obligation ? &*found->obligation : nullptr,
                    found->filed ? &*found->filed : nullptr,
                    {},
                    now,
                    /*sequence=*/0};
  for (const v1::Obligation& stated : found->stated) snapshot.stated.push_back(&stated);
  auto decision = decide(snapshot, request, call.caller);
  if (!decision.ok()) return decision.status();
  Response response;
  if (!response.ParseFromString(decision->respond({}))) return absl::InternalError("the response does not parse");
  return response;
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_MUTATION_H_
