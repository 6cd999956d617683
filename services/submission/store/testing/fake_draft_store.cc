#include "services/submission/store/testing/fake_draft_store.h"

#include "services/submission/domain/ledger/find.h"

namespace lianfang::submission {

absl::StatusOr<std::optional<StoredDraft>> FakeDraftStore::FindDraft(const DraftKey& key, absl::Time) {
  const StoredDraft* found = FindOrNull(store_.drafts(), key);
  return found == nullptr ? std::optional<StoredDraft>() : *found;
}

absl::StatusOr<std::vector<Listed<v1::ReturnDraft>>> FakeDraftStore::ListDrafts(const std::string& plan,
                                                                                const DraftOwner& owner,
                                                                                const Page& page, absl::Time) {
  std::vector<Listed<v1::ReturnDraft>> listed;
  for (const auto& [key, stored] : store_.drafts()) {
    const bool wanted = key.plan == plan && key.owner == owner && key.draft > page.after;
    if (wanted && static_cast<int>(listed.size()) < page.limit) listed.push_back({key.draft, stored.draft});
  }
  return listed;
}

absl::StatusOr<bool> FakeDraftStore::SaveDraft(const DraftKey& key, const std::string& etag, const StoredDraft& draft,
                                               const RequestKey&, absl::Time, absl::Time) {
  const StoredDraft* current = FindOrNull(store_.drafts(), key);
  const std::string standing = current == nullptr ? "" : current->draft.etag();
  if (standing != etag && standing != draft.draft.etag()) return false;
  store_.drafts()[key] = draft;
  return true;
}

absl::Status FakeDraftStore::DeleteDraft(const DraftKey& key, const RequestKey&, absl::Time, absl::Time) {
  store_.drafts().erase(key);
  return absl::OkStatus();
}

}  // namespace lianfang::submission
