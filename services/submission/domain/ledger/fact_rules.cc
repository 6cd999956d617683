#include "services/submission/domain/ledger/fact_rules.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/errors.h"
#include "common/ledger/receipt.h"
#include "common/request_key.h"
#include "services/submission/domain/ledger/projection.h"

namespace lianfang::submission {
namespace {

constexpr size_t kDigestBytes = 32;
constexpr size_t kLongestName = 200;

// `collection/id`, or longer.
bool IsResourceName(absl::string_view name) {
  return !name.empty() && name.size() <= kLongestName && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '/' || c == '-' || c == '.' || c == '_';
  });
}

absl::Status CheckFact(const v1::RecordFactRequest& request) {
  FieldViolations faults;
  if (request.kind() == v1::FACT_KIND_UNSPECIFIED || !v1::FactKind_IsValid(request.kind())) {
    faults.Add("kind", "is no known kind");
  }
  if (!IsResourceName(request.name())) faults.Add("name", "must be a resource name of at most 200 characters");
  if (request.sha256().size() != kDigestBytes) faults.Add("sha256", "must be 32 bytes");
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<Decision> DecideFact(const Snapshot& snapshot, const v1::RecordFactRequest& request, const Identity&) {
  if (snapshot.plan == nullptr) {
    return ErrorWithReason(absl::StatusCode::kNotFound, "the plan does not exist", "NO_SUCH_PLAN");
  }
  if (absl::Status status = CheckFact(request); !status.ok()) return status;
  Decision decision;
  decision.event.set_rules(kFacts);
  v1::FactRecorded& fact = *decision.event.mutable_fact_recorded();
  fact.set_kind(request.kind());
  fact.set_name(request.name());
  fact.set_sha256(request.sha256());
  decision.resource = snapshot.plan->name();
  decision.detail = absl::StrCat("recorded ", v1::FactKind_Name(request.kind()), " of ", request.name());
  decision.respond_with_receipt = &AnswerToFact;
  return decision;
}

std::string AnswerToFact(const type::v1::Receipt& receipt) {
  v1::RecordFactResponse answer;
  *answer.mutable_receipt() = receipt;
  return answer.SerializeAsString();
}

bool IsAnswerToFact(const v1::LedgerEntry& entry, const std::string& kept, const KeyRing& keys) {
  v1::RecordFactResponse answer;
  return answer.ParseFromString(kept) && answer.receipt().sequence() == entry.sequence() &&
         answer.receipt().entry() == DeterministicBytes(entry) && VerifyReceipt(answer.receipt(), keys).ok();
}

}  // namespace lianfang::submission
