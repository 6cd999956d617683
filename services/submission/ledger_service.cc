#include "services/submission/ledger_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/ledger/receipt.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

constexpr int kAuditPage = 1000;
constexpr int kAuditAttempts = 5;

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
      [this](const Call& call, const v1::VerifyLedgerRequest& request) { return VerifyLedger(call, request); });
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
  const std::string id = SubjectOf(opened).id;
  if (id.empty()) return absl::OkStatus();
  const auto found = store_.LoadCase(plan, id, call.deadline);
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
  if (stored->empty() || stored->front().bytes != receipt.entry()) {
    return Verdict("the receipt is genuine, but the ledger no longer holds its entry");
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
  response.set_public_key_pem(key_.ToPem());
  return response;
}

// Reads on in the changelog, as far as the entries added so far made changes; to its end once there are no more
// entries.
class LedgerService::ChangeReader {
 public:
  ChangeReader(SubmissionStore& store, std::string plan, absl::Time deadline)
      : store_(store), plan_(std::move(plan)), deadline_(deadline) {}

  absl::Status CheckExpected(LedgerAudit& audit) {
    while (audit.ExpectsChanges()) {
      const auto more = Check(audit);
      if (!more.ok() || !*more) return more.status();
    }
    return absl::OkStatus();
  }

  absl::Status CheckRest(LedgerAudit& audit) {
    for (;;) {
      const auto more = Check(audit);
      if (!more.ok()) return more.status();
      if (*more) continue;
      audit.CheckChangesEnd();
      return absl::OkStatus();
    }
  }

 private:
  // Hands the next change to the audit; false where there is none.
  absl::StatusOr<bool> Check(LedgerAudit& audit) {
    if (next_ == page_.size() && !at_end_) {
      auto page = store_.AuditChanges(plan_, page_.empty() ? 0 : page_.back().position, kAuditPage, deadline_);
      if (!page.ok()) return page.status();
      at_end_ = page->size() < kAuditPage;
      page_ = *std::move(page);
      next_ = 0;
    }
    if (next_ == page_.size()) return false;
    audit.CheckChange(page_[next_++]);
    return true;
  }

  SubmissionStore& store_;
  const std::string plan_;
  const absl::Time deadline_;
  std::vector<StoredChange> page_;
  size_t next_ = 0;
  bool at_end_ = false;
};

// The plan's editions, then entries and seals by pages, each seal right after the entries it covers, and the changes
// that the entries made.
absl::Status LedgerService::AuditEntries(const std::string& plan, absl::Time deadline, LedgerAudit& audit) {
  const auto documents = store_.ReadPlanDocuments(plan, deadline);
  if (!documents.ok()) return documents.status();
  for (const auto& [edition, document] : *documents) audit.AddPlan(edition, document);
  ChangeReader changes(store_, plan, deadline);
  int64_t next = 1;
  auto seals = store_.ReadSeals(plan, 1, kAuditPage, deadline);
  if (!seals.ok()) return seals.status();
  size_t seal = 0;
  for (;;) {
    const auto entries = store_.AuditLedger(plan, next, kAuditPage, deadline);
    if (!entries.ok()) return entries.status();
    if (entries->empty()) return changes.CheckRest(audit);
    for (const auto& [entry, answer] : *entries) {
      audit.AddEntry(entry);
      audit.CheckAnswer(answer.has_value() ? &*answer : nullptr);
      next = entry.sequence + 1;
      while (seal < seals->size() && (*seals)[seal].last_sequence <= entry.sequence) {
        audit.AddSeal((*seals)[seal].first_sequence, (*seals)[seal].last_sequence, (*seals)[seal].seal);
        if (++seal < seals->size()) continue;
        seals = store_.ReadSeals(plan, seals->back().last_sequence + 1, kAuditPage, deadline);
        if (!seals.ok()) return seals.status();
        seal = 0;
      }
    }
    if (absl::Status status = changes.CheckExpected(audit); !status.ok()) return status;
  }
}

// What is stored beside the ledger: returns, obligations, the recorded head, and how much there is of the rest.
absl::Status LedgerService::AuditState(const std::string& plan, absl::Time deadline, LedgerAudit& audit) {
  for (std::string after;;) {
    const auto rows = store_.AuditReturns(plan, {after, kAuditPage}, deadline);
    if (!rows.ok()) return rows.status();
    for (const auto& row : *rows) audit.CheckReturn(row.row, row.indexed);
    if (rows->size() < kAuditPage) break;
    after = rows->back().key;
  }
  for (std::string after;;) {
    const auto rows = store_.AuditObligations(plan, {after, kAuditPage}, deadline);
    if (!rows.ok()) return rows.status();
    for (const auto& row : *rows) audit.CheckObligation(row.row, row.indexed);
    if (rows->size() < kAuditPage) break;
    after = rows->back().key;
  }
  const auto head = store_.ReadLedgerHead(plan, deadline);
  if (!head.ok()) return head.status();
  audit.CheckHead(head->sequence, head->hash);
  audit.CheckNext(head->commit_time, head->edition);
  const auto totals = store_.AuditTotals(deadline);
  if (!totals.ok()) return totals.status();
  audit.CheckTotals(*totals);
  return absl::OkStatus();
}

absl::StatusOr<v1::VerifyLedgerResponse> LedgerService::VerifyLedger(const Call& call,
                                                                     const v1::VerifyLedgerRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  // State changes only together with the ledger's head. Where the head moved while problems were found, they may be of
  // the reading: read again.
  for (int attempt = 0; attempt < kAuditAttempts; ++attempt) {
    const auto before = store_.ReadLedgerHead(*plan, call.deadline);
    if (!before.ok()) return before.status();
    if (before->sequence == 0) return NoEntry(request.plan(), 1);
    LedgerAudit audit(*plan, keys_);
    if (request.has_earlier_head()) audit.HoldTo(request.earlier_head());
    if (absl::Status status = AuditEntries(*plan, call.deadline, audit); !status.ok()) return status;
    if (absl::Status status = AuditState(*plan, call.deadline, audit); !status.ok()) return status;
    v1::VerifyLedgerResponse response = audit.Finish();
    const auto after = store_.ReadLedgerHead(*plan, call.deadline);
    if (!after.ok()) return after.status();
    if (response.valid() || after->hash == before->hash) return response;
  }
  return absl::AbortedError("the ledger kept growing while it was read; try again");
}

}  // namespace lianfang::submission
