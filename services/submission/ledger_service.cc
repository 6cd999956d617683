#include "services/submission/ledger_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/ledger/receipt.h"
#include "common/ledger/tree_head.h"
#include "common/time.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

absl::Status NoEntry(const std::string& plan, int64_t sequence) {
  return ErrorWithReason(absl::StatusCode::kNotFound, absl::StrCat("the ledger of ", plan, " has no entry ", sequence),
                         "NO_SUCH_ENTRY", {{"plan", plan}, {"sequence", absl::StrCat(sequence)}});
}

v1::VerifyReceiptResponse Verdict(absl::string_view problem) {
  v1::VerifyReceiptResponse response;
  response.set_valid(problem.empty());
  response.set_problem(std::string(problem));
  return response;
}

}  // namespace

void LedgerService::Register(ContractService& service) {
  service.Unary<v1::GetReceiptRequest, type::v1::Receipt>(
      "GetReceipt",
      [this](const Call& call, const v1::GetReceiptRequest& request) { return GetReceipt(call, request); });
  service.Unary<v1::VerifyReceiptRequest, v1::VerifyReceiptResponse>(
      "VerifyReceipt",
      [this](const Call& call, const v1::VerifyReceiptRequest& request) { return VerifyReceipt(call, request); });
  service.Unary<v1::GetLedgerHeadRequest, v1::LedgerHead>(
      "GetLedgerHead",
      [this](const Call& call, const v1::GetLedgerHeadRequest& request) { return GetLedgerHead(call, request); });
  service.Unary<v1::VerifyLedgerRequest, v1::VerifyLedgerResponse>(
      "VerifyLedger",
      [this](const Call& call, const v1::VerifyLedgerRequest& request) { return auditor_.Verify(call, request); });
}

absl::StatusOr<type::v1::Receipt> LedgerService::GetReceipt(const Call& call, const v1::GetReceiptRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  if (request.sequence() < 1) return InvalidField("sequence", "must be at least 1");
  const auto run = store_.ReadSealedRun(*plan, request.sequence(), call.deadline);
  if (!run.ok()) return run.status();
  if (!run->has_value()) return NoEntry(request.plan(), request.sequence());
  if (absl::Status status = CheckMaySee(call, *plan, (*run)->EntryAt(request.sequence())); !status.ok()) return status;
  return (*run)->ReceiptAt(request.sequence());
}

// An entry about an obligation or its return is for those who may read these; the plan's own are for everybody.
absl::Status LedgerService::CheckMaySee(const Call& call, const std::string& plan, const std::string& entry) {
  v1::LedgerEntry opened;
  if (!opened.ParseFromString(entry)) return absl::DataLossError("the entry is no entry");
  const Subject subject = SubjectOf(opened);
  if (subject.concerns_plan) return absl::OkStatus();
  if (subject.id.empty()) return absl::DataLossError("the entry says nothing that this version knows");
  const auto found = store_.LoadCase(plan, subject.id, call.deadline);
  if (!found.ok()) return found.status();
  if (!found->obligation.has_value()) return absl::DataLossError("the entry concerns an obligation that is gone");
  return CheckVisible(call.caller, *found->obligation);
}

absl::StatusOr<v1::VerifyReceiptResponse> LedgerService::VerifyReceipt(const Call& call,
                                                                       const v1::VerifyReceiptRequest& request) {
  const type::v1::Receipt& receipt = request.receipt();
  if (absl::Status status = lianfang::VerifyReceipt(receipt, keys_); !status.ok()) return Verdict(status.message());
  v1::LedgerEntry entry;
  const auto plan = entry.ParseFromString(receipt.entry())
                        ? ParsePlanName("plan", entry.plan())
                        : absl::StatusOr<std::string>(absl::DataLossError("no entry"));
  if (!plan.ok()) return Verdict("the receipt's entry is no ledger entry");
  const auto stored = store_.ReadLedger(*plan, receipt.sequence(), 1, call.deadline);
  if (!stored.ok()) return stored.status();
  if (stored->empty() || stored->front().sequence != receipt.sequence() || stored->front().bytes != receipt.entry()) {
    return Verdict(
        "a key of the ledger signed it, but the ledger does not hold this entry: either it was forged with the key, or "
        "the ledger was changed");
  }
  const auto seals = store_.ReadSeals(*plan, receipt.sequence(), 1, call.deadline);
  if (!seals.ok()) return seals.status();
  if (seals->empty() || seals->front().seal.seal() != receipt.seal().seal() ||
      seals->front().seal.key_id() != receipt.seal().key_id()) {
    return Verdict("a key of the ledger signed it, but the ledger has sealed this entry otherwise");
  }
  return Verdict("");
}

absl::StatusOr<v1::LedgerHead> LedgerService::GetLedgerHead(const Call& call, const v1::GetLedgerHeadRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  const auto head = store_.ReadLedgerHead(*plan, call.deadline);
  if (!head.ok()) return head.status();
  const auto seals = store_.ReadSeals(*plan, head->sequence, 1, call.deadline);
  if (!seals.ok()) return seals.status();
  if (head->sequence == 0 || seals->empty()) return NoEntry(request.plan(), 1);
  v1::LedgerHead response;
  response.set_sequence(head->sequence);
  *response.mutable_seal() = seals->front().seal;
  response.set_public_key_pem(key_.public_key().ToPem());
  const auto root = trees_.Hashes(*plan, head->sequence, {LeafRange{0, head->sequence}}, call.deadline);
  if (!root.ok()) return root.status();
  type::v1::TreeHead tree;
  tree.set_plan(request.plan());
  tree.set_size(head->sequence);
  tree.set_root(root->front());
  tree.set_head_hash(head->hash);
  *tree.mutable_sign_time() = ToTimestamp(clock_.Now());
  *response.mutable_tree_head() = SignTreeHead(tree, key_);
  return response;
}

}  // namespace lianfang::submission
