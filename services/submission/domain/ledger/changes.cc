#include "services/submission/domain/ledger/changes.h"

#include "absl/status/statusor.h"
#include "common/embedded.h"
#include "common/request_key.h"
#include "lianfang/submission/v1/submission_service.pb.h"
#include "services/submission/domain/ledger/batch.h"
#include "services/submission/domain/request/names.h"

namespace lianfang::submission {
namespace {

template <typename Response>
std::optional<OpenedChange> Opened(const Response& change, const absl::StatusOr<ChildName>& name) {
  if (!name.ok()) return std::nullopt;
  return OpenedChange{name->plan, DeterministicBytes(change)};
}

// A change without a copy of what has changed; it comes before the rest, as its number is the lower.
std::string Joined(int number, const google::protobuf::Message& changed, const google::protobuf::Message& rest) {
  return EmbeddedField(number, DeterministicBytes(changed)) + DeterministicBytes(rest);
}

}  // namespace

std::vector<Change> ChangesOf(const v1::LedgerEntry& entry, const Projection& after) {
  std::vector<Change> changes;
  for (const v1::Obligation& obligation : after.obligations) {
    v1::WatchObligationsResponse rest;
    *rest.mutable_commit_time() = entry.commit_time();
    changes.push_back({kObligationsTopic, Joined(rest.kObligationFieldNumber, obligation, rest)});
  }
  if (after.filed.has_value()) {
    v1::WatchReturnsResponse rest;
    rest.set_ledger_sequence(entry.sequence());
    *rest.mutable_commit_time() = entry.commit_time();
    changes.push_back({kReturnsTopic, Joined(rest.kReturnFieldNumber, *after.filed, rest)});
  }
  return changes;
}

std::optional<OpenedChange> OpenChange(const Change& change) {
  if (change.topic == kObligationsTopic) {
    v1::WatchObligationsResponse opened;
    if (!opened.ParseFromString(change.payload)) return std::nullopt;
    return Opened(opened, ParseObligationName("obligation", opened.obligation().name()));
  }
  v1::WatchReturnsResponse opened;
  if (change.topic != kReturnsTopic || !opened.ParseFromString(change.payload)) return std::nullopt;
  return Opened(opened, ParseReturnName("return", opened.return_().name()));
}

}  // namespace lianfang::submission
