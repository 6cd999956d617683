#include "services/submission/domain/ledger/changes.h"

#include "absl/status/statusor.h"
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

v1::ObligationOwner OwnerOf(const RowKey& row) {
  v1::ObligationOwner owner;
  owner.set_department(row.department);
  owner.set_acting_region(row.acting_region);
  owner.set_region(row.region);
  return owner;
}

}  // namespace

std::vector<Change> ChangesOf(const v1::LedgerEntry& entry, const Projection& after, FindReturn find_return) {
  std::vector<Change> changes;
  for (const v1::Obligation& obligation : after.obligations) {
    v1::WatchObligationsResponse change;
    *change.mutable_obligation() = obligation;
    *change.mutable_commit_time() = entry.commit_time();
    if (const auto moved = after.moved.find(obligation.name()); moved != after.moved.end()) {
      *change.mutable_previous_owner() = OwnerOf(moved->second);
    }
    changes.push_back({kObligationsTopic, DeterministicBytes(change)});
  }
  const auto tell = [&](const v1::Return& filed, const RowKey* before) {
    v1::WatchReturnsResponse change;
    *change.mutable_return_() = filed;
    change.set_ledger_sequence(entry.sequence());
    *change.mutable_commit_time() = entry.commit_time();
    if (before != nullptr) *change.mutable_previous_owner() = OwnerOf(*before);
    changes.push_back({kReturnsTopic, DeterministicBytes(change)});
  };
  if (after.filed.has_value()) tell(*after.filed, nullptr);
  for (const auto& [obligation, before] : after.moved) {
    const ChildName name = *ParseObligationName("obligation", obligation);
    if (const v1::Return* filed = find_return(ReturnName(name.plan, name.id)); filed != nullptr) tell(*filed, &before);
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
