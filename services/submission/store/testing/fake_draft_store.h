// The drafts' store in memory, over what a FakeSubmissionStore holds.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_DRAFT_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_DRAFT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/submission/store/draft_store.h"
#include "services/submission/store/testing/fake_submission_store.h"

namespace lianfang::submission {

// Of one thread.
class FakeDraftStore : public DraftStore {
 public:
  // `store` outlives this.
  explicit FakeDraftStore(FakeSubmissionStore& store) : store_(store) {}

  absl::StatusOr<std::optional<StoredDraft>> FindDraft(const DraftKey& key, absl::Time deadline) override;
  absl::StatusOr<std::vector<Listed<v1::ReturnDraft>>> ListDrafts(const std::string& plan, const DraftOwner& owner,
                                                                  const Page& page, absl::Time deadline) override;
  absl::StatusOr<bool> SaveDraft(const DraftKey& key, const std::string& etag, const StoredDraft& draft,
                                 const RequestKey& request, absl::Time now, absl::Time deadline) override;
  absl::Status DeleteDraft(const DraftKey& key, const RequestKey& request, absl::Time now,
                           absl::Time deadline) override;

 private:
  FakeSubmissionStore& store_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_TESTING_FAKE_DRAFT_STORE_H_
