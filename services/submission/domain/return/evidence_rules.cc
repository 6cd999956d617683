#include "services/submission/domain/return/evidence_rules.h"

#include "absl/strings/str_cat.h"
#include "common/errors.h"
#include "services/submission/domain/return/decider_rules.h"

namespace lianfang::submission {

absl::Status CheckAttachable(const ReturnState& state, absl::string_view sha256, const Identity& caller) {
  if (absl::Status status = CheckOwes(state.obligation, caller); !status.ok()) return status;
  const v1::Return& filed = *state.current;
  if (filed.state() == v1::RETURN_STATE_WITHDRAWN) return WrongState("the return is withdrawn", "WITHDRAWN", filed);
  for (const v1::Evidence& evidence : filed.evidence()) {
    if (evidence.file().sha256() != sha256) continue;
    return ErrorWithReason(absl::StatusCode::kFailedPrecondition,
                           absl::StrCat("the same file is attached to the return already, as \"",
                                        Shortened(evidence.file().display_name()), "\""),
                           "ATTACHED_ALREADY", {{"evidence", evidence.name()}});
  }
  if (filed.evidence_size() < kMostEvidence) return absl::OkStatus();
  return WrongState(absl::StrCat("the return has ", kMostEvidence, " files, which is the most"), "TOO_MANY_FILES",
                    filed);
}

absl::StatusOr<v1::EvidenceAttached> AttachEvidence(const ReturnState& state, const std::string& id,
                                                    const files::v1::FileInfo& file, const Identity& caller) {
  if (absl::Status status = CheckAttachable(state, file.sha256(), caller); !status.ok()) return status;
  v1::EvidenceAttached event;
  event.set_return_(state.current->name());
  v1::Evidence& evidence = *event.mutable_evidence();
  evidence.set_name(absl::StrCat(state.current->name(), "/evidence/", id));
  *evidence.mutable_file() = file;
  evidence.set_revision(state.current->latest().revision());
  evidence.set_uploader(caller.uri);
  return event;
}

v1::Evidence EvidenceOf(const v1::LedgerEntry& entry) {
  v1::Evidence evidence = entry.evidence_attached().evidence();
  *evidence.mutable_attach_time() = entry.commit_time();
  evidence.set_ledger_sequence(entry.sequence());
  return evidence;
}

}  // namespace lianfang::submission
