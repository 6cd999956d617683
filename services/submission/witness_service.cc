#include "services/submission/witness_service.h"

#include <cstdint>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/ledger/tree_head.h"
#include "common/rpc/page_token.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/mutation.h"
#include "services/submission/plan_entries.h"

namespace lianfang::submission {
namespace {

v1::HeadWitness WitnessOf(const v1::LedgerEntry& entry, const RegisteredKeys& registered) {
  v1::HeadWitness witness;
  witness.set_sequence(entry.sequence());
  witness.set_actor(entry.actor());
  *witness.mutable_witness_time() = entry.commit_time();
  *witness.mutable_witnessed() = entry.head_witnessed();
  const RegisteredKey* key = registered.At(entry.actor(), entry.head_witnessed().key_sequence());
  if (key != nullptr) witness.set_public_key(key->public_key);
  return witness;
}

}  // namespace

void WitnessService::Register(ContractService& service) {
  service.AsyncUnary<v1::RegisterKeyRequest, Serialized<v1::RegisterKeyResponse>>(
      "RegisterKey", [this](auto call, auto request, auto reply) { RegisterKey(call, request, std::move(reply)); });
  service.AsyncUnary<v1::WitnessHeadRequest, Serialized<v1::WitnessHeadResponse>>(
      "WitnessHead", [this](auto call, auto request, auto reply) { WitnessHead(call, request, std::move(reply)); });
  service.Unary<v1::ListWitnessesRequest, v1::ListWitnessesResponse>(
      "ListWitnesses",
      [this](const Call& call, const v1::ListWitnessesRequest& request) { return ListWitnesses(call, request); });
}

// What is wrong is said by the decision, so that a repeat is answered what its first time was.
void WitnessService::RegisterKey(const std::shared_ptr<const Call>& call,
                                 const std::shared_ptr<const v1::RegisterKeyRequest>& request,
                                 Reply<Serialized<v1::RegisterKeyResponse>> reply) {
  const auto plan = ParsePlanName("plan", request->plan());
  if (!plan.ok()) return reply(plan.status());
  auto decide = [call, registered = CheckKey(*request, call->caller)](const Snapshot& snapshot) {
    return DecideKeyRegistration(snapshot, registered, call->caller);
  };
  lianfang::submission::Record<v1::RegisterKeyResponse>(
      writer_, OfLedgerOnly(Propose(*plan, call, *request, std::move(decide))), std::move(reply));
}

void WitnessService::WitnessHead(const std::shared_ptr<const Call>& call,
                                 const std::shared_ptr<const v1::WitnessHeadRequest>& request,
                                 Reply<Serialized<v1::WitnessHeadResponse>> reply) {
  const auto plan = ParsePlanName("plan", request->plan());
  if (!plan.ok()) return reply(plan.status());
  RegisteredKeys registered;
  const absl::Status read =
      ForEachPlanEntry(store_, *plan, call->deadline, [&registered](const v1::LedgerEntry& entry) {
        registered.Add(entry);
        return true;
      });
  if (!read.ok()) return reply(read);
  auto decide = [witnessed = Check(*call, *plan, *request, registered)](const Snapshot& snapshot) {
    return DecideWitness(snapshot, witnessed);
  };
  lianfang::submission::Record<v1::WitnessHeadResponse>(
      writer_, OfLedgerOnly(Propose(*plan, call, *request, std::move(decide))), std::move(reply));
}

// Besides what the domain checks: that this is a head of the ledger as it is here. One that a key has signed and that is
// not shows that somebody else has signed with the key, or that the ledger was changed: the caller must learn of it.
absl::StatusOr<v1::HeadWitnessed> WitnessService::Check(const Call& call, const std::string& plan,
                                                        const v1::WitnessHeadRequest& request,
                                                        const RegisteredKeys& registered) {
  auto witnessed = CheckWitness(request, keys_, registered.Newest(call.caller.uri));
  if (!witnessed.ok()) return witnessed;
  const auto head = OpenTreeHead(request.tree_head(), keys_);
  const auto root = trees_.Hashes(plan, head->size(), {LeafRange{0, head->size()}}, call.deadline);
  if (root.ok() && root->front() == head->root()) return witnessed;
  if (!root.ok() && !absl::IsDataLoss(root.status())) return root.status();
  return ErrorWithReason(absl::StatusCode::kDataLoss,
                         absl::StrCat("a key of the ledger has signed this head, but the ledger of ", request.plan(),
                                      " does not begin with what it covers: keep it, and tell the auditor"),
                         "ANOTHER_LEDGER", {{"size", absl::StrCat(head->size())}});
}

absl::StatusOr<v1::ListWitnessesResponse> WitnessService::ListWitnesses(const Call& call,
                                                                        const v1::ListWitnessesRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  int64_t after = 0;
  if (!token->empty() && !absl::SimpleAtoi(*token, &after)) return InvalidField("page_token", "is not a page token");
  const int size = PageSize(request.page_size());
  RegisteredKeys registered;
  v1::ListWitnessesResponse response;
  const absl::Status read = ForEachPlanEntry(store_, *plan, call.deadline, [&](const v1::LedgerEntry& entry) {
    registered.Add(entry);
    const bool wanted =
        entry.has_head_witnessed() && entry.sequence() > after && (!request.own() || entry.actor() == call.caller.uri);
    if (!wanted) return true;
    if (response.witnesses_size() == size) {
      response.set_next_page_token(MakePageToken(request, absl::StrCat(response.witnesses().rbegin()->sequence())));
      return false;
    }
    *response.add_witnesses() = WitnessOf(entry, registered);
    return true;
  });
  if (!read.ok()) return read;
  return response;
}

}  // namespace lianfang::submission
