// The two ways of a mutation: recorded by the ledger's writer, or only checked (`validate_only`), on the same proposal.
#ifndef LIANFANG_SERVICES_SUBMISSION_MUTATION_H_
#define LIANFANG_SERVICES_SUBMISSION_MUTATION_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"
#include "common/rpc/contract_service.h"
#include "common/rpc/serialized.h"
#include "services/submission/ledger_writer.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// A decision on a request: DecideFiling and its siblings (domain/ledger/decisions.h).
template <typename Request>
using Decide = absl::StatusOr<Decision> (*)(const Snapshot&, const Request&, const Identity&);

// The mutation that `request` asks for. `obligation` is empty where the plan itself is concerned.
template <typename Request>
Proposal Propose(std::string plan, std::string obligation, std::shared_ptr<const Call> call,
                 std::shared_ptr<const Request> request, Decide<Request> decide) {
  return {RequestKey::Of(call->caller.uri, call->method, *request),
          std::move(plan),
          std::move(obligation),
          request->ByteSizeLong(),
          [decide, request, call](const Snapshot& snapshot) { return decide(snapshot, *request, call->caller); },
          OriginOf(*call),
          call->arrival_time,
          [call] { return call->Wanted(); }};
}

// A mutation of the plan or its ledger, which `decide` decides.
template <typename Request>
Proposal Propose(const std::string& plan, const std::shared_ptr<const Call>& call, const Request& request,
                 std::function<absl::StatusOr<Decision>(const Snapshot&)> decide) {
  return {RequestKey::Of(call->caller.uri, call->method, request),
          plan,
          "",
          request.ByteSizeLong(),
          std::move(decide),
          OriginOf(*call),
          call->arrival_time,
          [call] { return call->Wanted(); }};
}

// The same mutation, which only makes an entry about the ledger (Proposal.only_ledger).
inline Proposal OfLedgerOnly(Proposal proposal) {
  proposal.only_ledger = true;
  return proposal;
}

// A response as the writer answers it.
template <typename Response>
absl::StatusOr<Response> ReadResponse(const absl::StatusOr<std::string>& bytes) {
  Response response;
  if (!bytes.ok()) return bytes.status();
  if (!response.ParseFromString(*bytes)) return absl::DataLossError("the stored response does not parse");
  return response;
}

// Hands the mutation to the writer; `reply` gets the serialised response when the mutation is committed.
template <typename Response>
void Record(LedgerWriter& writer, Proposal proposal, Reply<Serialized<Response>> reply) {
  writer.Submit(std::move(proposal), [reply = std::move(reply)](absl::StatusOr<std::string> bytes) mutable {
    if (!bytes.ok()) return reply(bytes.status());
    reply(Serialized<Response>(*std::move(bytes)));
  });
}

// Decides on the state as it is, and answers the serialised response that a call without `validate_only` would get,
// without a receipt. Stores nothing.
inline absl::StatusOr<std::string> RehearsedBytes(SubmissionStore& store, const Proposal& proposal, absl::Time now,
                                                  absl::Time deadline) {
  const auto found = store.LoadCase(proposal.plan, proposal.obligation, deadline);
  if (!found.ok()) return found.status();
  return Rehearse(proposal, SnapshotOf(*found, now, proposal.arrival));
}

template <typename Response>
absl::StatusOr<Serialized<Response>> Rehearsed(SubmissionStore& store, const Proposal& proposal, absl::Time now,
                                               absl::Time deadline) {
  auto bytes = RehearsedBytes(store, proposal, now, deadline);
  if (!bytes.ok()) return bytes.status();
  return Serialized<Response>(*std::move(bytes));
}

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_MUTATION_H_
