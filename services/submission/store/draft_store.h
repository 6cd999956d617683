// Where drafts are kept: PostgreSQL in a process (pg_draft_store.h), memory in unit tests (testing/). Both pass one
// conformance suite. A filing deletes the drafts of its obligation in its own transaction (submission_store.h).
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_DRAFT_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_DRAFT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/request_key.h"
#include "services/submission/domain/return/draft_rules.h"
#include "services/submission/store/submission_store.h"

namespace lianfang::submission {

// One department's draft for one obligation.
struct DraftKey {
  std::string plan;   // id
  std::string draft;  // id, the obligation's
  DraftOwner owner;

  auto operator<=>(const DraftKey&) const = default;
};

// Thread-safe. Every call ends by `deadline`. Errors common to all as in submission_store.h.
class DraftStore {
 public:
  virtual ~DraftStore() = default;

  // Nothing where there is none.
  virtual absl::StatusOr<std::optional<StoredDraft>> FindDraft(const DraftKey& key, absl::Time deadline) = 0;

  // Those of one department in a plan, by id, which is the key.
  virtual absl::StatusOr<std::vector<Listed<v1::ReturnDraft>>> ListDrafts(const std::string& plan,
                                                                          const DraftOwner& owner, const Page& page,
                                                                          absl::Time deadline) = 0;

  // Saves the draft in place of the one with `etag`, or where there is none if that is empty; and an audit row, which
  // says who saved and nothing of what. False where another one stands there: nothing is saved.
  virtual absl::StatusOr<bool> SaveDraft(const DraftKey& key, const std::string& etag, const StoredDraft& draft,
                                         const RequestKey& request, absl::Time now, absl::Time deadline) = 0;

  // Deletes the draft, if there is one, with an audit row.
  virtual absl::Status DeleteDraft(const DraftKey& key, const RequestKey& request, absl::Time now,
                                   absl::Time deadline) = 0;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_DRAFT_STORE_H_
