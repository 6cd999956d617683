#include "services/submission/fact_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/submission/domain/ledger/fact_rules.h"
#include "services/submission/domain/ledger/witness_rules.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/mutation.h"
#include "services/submission/plan_entries.h"

namespace lianfang::submission {
namespace {

absl::Status NoKey(const std::string& actor) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat(actor, " has registered no key"),
                         "KEY_NOT_REGISTERED", {{"actor", actor}});
}

}  // namespace

void FactService::Register(ContractService& service) {
  service.AsyncUnary<v1::RecordFactRequest, Serialized<v1::RecordFactResponse>>(
      "RecordFact", [this](auto call, auto request, auto reply) { RecordFact(call, request, std::move(reply)); });
  service.Unary<v1::GetRegisteredKeyRequest, type::v1::Receipt>(
      "GetRegisteredKey",
      [this](const Call& call, const v1::GetRegisteredKeyRequest& request) { return GetRegisteredKey(call, request); });
}

void FactService::RecordFact(const std::shared_ptr<const Call>& call,
                             const std::shared_ptr<const v1::RecordFactRequest>& request,
                             Reply<Serialized<v1::RecordFactResponse>> reply) {
  const auto plan = ParsePlanName("plan", request->plan());
  if (!plan.ok()) return reply(plan.status());
  Record<v1::RecordFactResponse>(
      writer_, OfLedgerOnly(Propose<v1::RecordFactRequest>(*plan, "", call, request, &DecideFact)), std::move(reply));
}

absl::StatusOr<type::v1::Receipt> FactService::GetRegisteredKey(const Call& call,
                                                                const v1::GetRegisteredKeyRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  RegisteredKeys registered;
  const absl::Status read =
      ForEachPlanEntry(ledger_, *plan, call.deadline, [&registered](const v1::LedgerEntry& entry) {
        registered.Add(entry);
        return true;
      });
  if (!read.ok()) return read;
  const RegisteredKey* key = registered.Newest(request.actor());
  if (key == nullptr) return NoKey(request.actor());
  const auto run = store_.ReadSealedRun(*plan, key->sequence, call.deadline);
  if (!run.ok()) return run.status();
  if (!run->has_value()) return absl::DataLossError("the ledger has lost the entry of a key");
  return (*run)->ReceiptAt(key->sequence);
}

}  // namespace lianfang::submission
