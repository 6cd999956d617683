// What may be attached to a return (附件), and by whom. Pure. What a file must be is common/files/file_rules.h.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_EVIDENCE_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_EVIDENCE_RULES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/identity.h"
#include "lianfang/files/v1/files.pb.h"
#include "lianfang/submission/v1/ledger.pb.h"
#include "services/submission/domain/return/return_rules.h"

namespace lianfang::submission {

inline constexpr int kMostEvidence = 10;

// Whether this content may be attached to `state.current`, which is not null; its hash is empty while it is not known.
// PERMISSION_DENIED unless the caller's department owes the obligation; FAILED_PRECONDITION where the return is
// withdrawn, has as many files as it may have, or has this one. It may be reviewed, accepted, or closed: a scan of the
// signed form comes last.
absl::Status CheckAttachable(const ReturnState& state, absl::string_view sha256, const Identity& caller);

// Decides that the file is attached, under the name that ends in `id`.
absl::StatusOr<v1::EvidenceAttached> AttachEvidence(const ReturnState& state, const std::string& id,
                                                    const files::v1::FileInfo& file, const Identity& caller);

// The file that an entry attaches, with its time and sequence.
v1::Evidence EvidenceOf(const v1::LedgerEntry& entry);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_EVIDENCE_RULES_H_
