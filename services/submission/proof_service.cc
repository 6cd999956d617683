#include "services/submission/proof_service.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "common/ledger/merkle.h"
#include "common/ledger/proof.h"
#include "common/rpc/page_token.h"
#include "services/submission/domain/ledger/find.h"
#include "services/submission/domain/ledger/ledger_audit.h"
#include "services/submission/domain/request/names.h"
#include "services/submission/domain/request/visibility.h"

namespace lianfang::submission {
namespace {

constexpr size_t kPageBytes = size_t{1} << 20;

// What stored bytes are about; nothing known where they are no entry.
Subject SubjectOfBytes(const std::string& bytes) {
  v1::LedgerEntry entry;
  return entry.ParseFromString(bytes) ? SubjectOf(entry) : Subject{};
}

// How many of the entries make a page: at least one.
size_t PageLength(const std::vector<StoredEntry>& entries, int64_t last, size_t limit) {
  size_t length = 0;
  for (size_t bytes = 0; length < std::min(limit, entries.size()) && entries[length].sequence <= last; ++length) {
    bytes += entries[length].bytes.size();
    if (length > 0 && bytes > kPageBytes) break;
  }
  return length;
}

}  // namespace

void ProofService::Register(ContractService& service) {
  service.Unary<v1::ListLedgerEntriesRequest, v1::ListLedgerEntriesResponse>(
      "ListLedgerEntries", [this](const Call& call, const v1::ListLedgerEntriesRequest& request) {
        return ListLedgerEntries(call, request);
      });
  service.Unary<v1::GetConsistencyProofRequest, v1::ConsistencyProof>(
      "GetConsistencyProof", [this](const Call& call, const v1::GetConsistencyProofRequest& request) {
        return GetConsistencyProof(call, request);
      });
  service.Unary<v1::GetInclusionProofRequest, v1::InclusionProof>(
      "GetInclusionProof", [this](const Call& call, const v1::GetInclusionProofRequest& request) {
        return GetInclusionProof(call, request);
      });
  service.Unary<v1::ListLedgerKeysRequest, v1::ListLedgerKeysResponse>(
      "ListLedgerKeys",
      [this](const Call& call, const v1::ListLedgerKeysRequest& request) { return ListLedgerKeys(call, request); });
}

absl::StatusOr<v1::ListLedgerEntriesResponse> ProofService::ListLedgerEntries(
    const Call& call, const v1::ListLedgerEntriesRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  if (request.first_sequence() < 0) return InvalidField("first_sequence", "must not be negative");
  if (request.last_sequence() < 0) return InvalidField("last_sequence", "must not be negative");
  const auto token = ReadPageToken(request);
  if (!token.ok()) return token.status();
  int64_t first = std::max<int64_t>(request.first_sequence(), 1);
  if (!token->empty() && (!absl::SimpleAtoi(*token, &first) || first < 1)) {
    return InvalidField("page_token", "is not a page token");
  }
  const int64_t last = request.last_sequence() == 0 ? SequenceRange::kNoEnd : request.last_sequence();
  const int limit = PageSize(request.page_size());
  auto entries = store_.ReadLedger(*plan, first, limit + 1, call.deadline);
  if (!entries.ok()) return entries.status();
  const size_t length = PageLength(*entries, last, static_cast<size_t>(limit));
  const bool more = length < entries->size() && (*entries)[length].sequence <= last;

  v1::ListLedgerEntriesResponse response;
  if (length == 0) return response;
  if (more) response.set_next_page_token(MakePageToken(request, absl::StrCat((*entries)[length].sequence)));
  entries->resize(length);
  auto recorded = Record(call, *plan, *entries);
  if (!recorded.ok()) return recorded.status();
  for (v1::RecordedEntry& entry : *recorded) *response.add_entries() = std::move(entry);
  // Each seal covers an entry, so there are no more of them than entries.
  const auto seals = store_.ReadSeals(*plan, first, static_cast<int>(length), call.deadline);
  if (!seals.ok()) return seals.status();
  for (const StoredSeal& seal : *seals) {
    if (seal.last_sequence <= entries->back().sequence) *response.add_seals() = seal.seal;
  }
  return response;
}

// The entries as the caller may read them.
absl::StatusOr<std::vector<v1::RecordedEntry>> ProofService::Record(const Call& call, const std::string& plan,
                                                                    const std::vector<StoredEntry>& entries) {
  std::vector<Subject> subjects;
  std::vector<std::string> names;
  for (const StoredEntry& stored : entries) {
    subjects.push_back(SubjectOfBytes(stored.bytes));
    if (!subjects.back().id.empty()) names.push_back(ObligationName(plan, subjects.back().id));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const auto obligations = store_.LoadObligations(names, call.deadline);
  if (!obligations.ok()) return obligations.status();

  const RowScope scope = ScopeOf(call.caller);
  const auto visible = [&](const Subject& subject) {
    const v1::Obligation* obligation = FindOrNull(*obligations, ObligationName(plan, subject.id));
    return subject.concerns_plan || (obligation != nullptr && IsInScope(scope, *obligation));
  };
  std::vector<v1::RecordedEntry> recorded;
  for (size_t i = 0; i < entries.size(); ++i) {
    v1::RecordedEntry& entry = recorded.emplace_back();
    entry.set_sequence(entries[i].sequence);
    if (visible(subjects[i])) {
      entry.set_entry(entries[i].bytes);
    } else {
      entry.set_entry_hash(LeafHash(entries[i].bytes));
    }
  }
  return recorded;
}

// OUT_OF_RANGE unless the ledger has `size` entries.
absl::Status ProofService::CheckLength(const std::string& plan, int64_t size, absl::Time deadline) {
  const auto head = store_.ReadLedgerHead(plan, deadline);
  if (!head.ok()) return head.status();
  if (size <= head->sequence) return absl::OkStatus();
  return ErrorWithReason(
      absl::StatusCode::kOutOfRange,
      absl::StrCat("the ledger of ", PlanName(plan), " has ", head->sequence, " entries, not ", size), "LEDGER_SHORTER",
      {{"plan", PlanName(plan)}, {"size", absl::StrCat(head->sequence)}});
}

absl::StatusOr<v1::ConsistencyProof> ProofService::GetConsistencyProof(const Call& call,
                                                                       const v1::GetConsistencyProofRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  if (request.first_size() < 1) return InvalidField("first_size", "must be at least 1");
  if (request.second_size() < request.first_size()) {
    return InvalidField("second_size", "must be at least first_size");
  }
  if (absl::Status status = CheckLength(*plan, request.second_size(), call.deadline); !status.ok()) return status;
  const auto ranges = ConsistencyRanges(request.first_size(), request.second_size());
  auto hashes = trees_.Hashes(*plan, request.second_size(), ranges, call.deadline);
  if (!hashes.ok()) return hashes.status();
  v1::ConsistencyProof proof;
  for (std::string& hash : *hashes) proof.add_hashes(std::move(hash));
  return proof;
}

absl::StatusOr<v1::InclusionProof> ProofService::GetInclusionProof(const Call& call,
                                                                   const v1::GetInclusionProofRequest& request) {
  const auto plan = ParsePlanName("plan", request.plan());
  if (!plan.ok()) return plan.status();
  if (request.sequence() < 1) return InvalidField("sequence", "must be at least 1");
  if (request.size() < request.sequence()) return InvalidField("size", "must be at least sequence");
  if (absl::Status status = CheckLength(*plan, request.size(), call.deadline); !status.ok()) return status;
  const auto ranges = InclusionRanges(request.sequence() - 1, request.size());
  auto hashes = trees_.Hashes(*plan, request.size(), ranges, call.deadline);
  if (!hashes.ok()) return hashes.status();
  v1::InclusionProof proof;
  for (std::string& hash : *hashes) proof.add_hashes(std::move(hash));
  return proof;
}

absl::StatusOr<v1::ListLedgerKeysResponse> ProofService::ListLedgerKeys(const Call& call,
                                                                        const v1::ListLedgerKeysRequest& request) {
  const auto after = ReadPageToken(request);
  if (!after.ok()) return after.status();
  const auto size = static_cast<size_t>(PageSize(request.page_size()));
  const auto listed = store_.ListPlans({*after, static_cast<int>(size) + 1}, call.deadline);
  if (!listed.ok()) return listed.status();
  std::vector<std::string> plans, key_ids;
  for (const auto& plan : *listed) plans.push_back(*ParsePlanName("name", plan->name()));
  v1::ListLedgerKeysResponse response;
  if (plans.size() > size) {
    plans.resize(size);
    response.set_next_page_token(MakePageToken(request, plans.back()));
  }
  std::map<std::string, v1::LedgerKey*> keys;
  for (const auto& [id, member] : keys_.members()) {
    v1::LedgerKey* key = keys[id] = response.add_keys();
    key->set_key_id(id);
    key->set_public_key_pem(member.key.ToPem());
    key->set_in_use(id == key_.id());
    key_ids.push_back(id);
  }
  const auto uses = ledger_.ListKeyUses(plans, key_ids, call.deadline);
  if (!uses.ok()) return uses.status();
  for (const KeyUse& use : *uses) {
    v1::LedgerKeyUse& added = *keys.at(use.key_id)->add_uses();
    added.set_plan(PlanName(use.plan));
    added.set_first_sequence(use.first.first_sequence);
    added.set_last_sequence(use.last.last_sequence);
    *added.mutable_first_seal() = use.first.seal;
    *added.mutable_last_seal() = use.last.seal;
  }
  return response;
}

}  // namespace lianfang::submission
