// What may be saved as a draft (草稿), and by whom. Pure. A draft is no fact: its figures are checked when it is filed.
#ifndef LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_DRAFT_RULES_H_
#define LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_DRAFT_RULES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/identity.h"
#include "common/request_key.h"
#include "lianfang/submission/v1/draft_service.pb.h"
#include "lianfang/submission/v1/obligation.pb.h"

namespace lianfang::submission {

// Whose drafts: a department, in the region of its people's certificates. Nobody else sees them.
struct DraftOwner {
  std::string department;
  std::string region;

  auto operator<=>(const DraftOwner&) const = default;
};

DraftOwner OwnerOf(const Identity& caller);

// A draft as it is kept. Its etag is the id of the request that saved it.
struct StoredDraft {
  v1::ReturnDraft draft{};
  std::string request_hash{};  // of that request
};

// What a save is decided on.
struct DraftState {
  const v1::Obligation& obligation;
  const StoredDraft* current;  // null while there is none
};

// Decides a save. PERMISSION_DENIED unless the caller's department owes the obligation; INVALID_ARGUMENT for texts that
// are too long, and for figures that are not asked for or given twice; ABORTED when the draft's etag is not the current
// one. The draft as it stands where `request` is what saved it.
absl::StatusOr<StoredDraft> DecideDraft(const DraftState& state, const v1::SaveDraftRequest& request,
                                        const RequestKey& key, const Identity& caller, absl::Time now);

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_DOMAIN_RETURN_DRAFT_RULES_H_
