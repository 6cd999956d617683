// Drafts in PostgreSQL.
#ifndef LIANFANG_SERVICES_SUBMISSION_STORE_PG_DRAFT_STORE_H_
#define LIANFANG_SERVICES_SUBMISSION_STORE_PG_DRAFT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "common/pg/pool.h"
#include "services/submission/store/draft_store.h"

namespace lianfang::submission {

class PgDraftStore : public DraftStore {
 public:
  // `pool` outlives the store.
  explicit PgDraftStore(PgPool& pool) : pool_(pool) {}

  absl::StatusOr<std::optional<StoredDraft>> FindDraft(const DraftKey& key, absl::Time deadline) override;
  absl::StatusOr<std::vector<Listed<v1::ReturnDraft>>> ListDrafts(const std::string& plan, const DraftOwner& owner,
                                                                  const Page& page, absl::Time deadline) override;
  absl::StatusOr<bool> SaveDraft(const DraftKey& key, const std::string& etag, const StoredDraft& draft,
                                 const RequestKey& request, absl::Time now, absl::Time deadline) override;
  absl::Status DeleteDraft(const DraftKey& key, const RequestKey& request, absl::Time now,
                           absl::Time deadline) override;

 private:
  PgPool& pool_;
};

}  // namespace lianfang::submission

#endif  // LIANFANG_SERVICES_SUBMISSION_STORE_PG_DRAFT_STORE_H_
