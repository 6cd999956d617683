#include "services/submission/store/pg_draft_store.h"

#include <pqxx/binarystring>

#include "absl/strings/str_cat.h"
#include "common/pg/audit_rows.h"
#include "common/pg/reading.h"
#include "common/pg/time.h"
#include "services/submission/store/draft_sql.h"
#include "services/submission/store/stored_rows.h"

namespace lianfang::submission {
namespace {

std::string NameOf(const DraftKey& key) { return absl::StrCat("plans/", key.plan, "/drafts/", key.draft); }

}  // namespace

absl::StatusOr<std::optional<StoredDraft>> PgDraftStore::FindDraft(const DraftKey& key, absl::Time deadline) {
  using Found = std::optional<StoredDraft>;
  return Reading<Found>(pool_, deadline, [&](PgTransaction& reads, Found& found) {
    const pqxx::result rows =
        reads.Execute(sql::kFindDraft, key.plan, key.draft, key.owner.department, key.owner.region);
    if (!rows.empty()) found = StoredDraft{Parse<v1::ReturnDraft>(rows[0][0]), BytesOf(rows[0][1])};
  });
}

absl::StatusOr<std::vector<Listed<v1::ReturnDraft>>> PgDraftStore::ListDrafts(const std::string& plan,
                                                                              const DraftOwner& owner, const Page& page,
                                                                              absl::Time deadline) {
  using Rows = std::vector<Listed<v1::ReturnDraft>>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& listed) {
    for (const pqxx::row& row :
         reads.Execute(sql::kListDrafts, plan, owner.department, owner.region, page.after, page.limit)) {
      listed.push_back({row[0].as<std::string>(), Parse<v1::ReturnDraft>(row[1])});
    }
  });
}

absl::StatusOr<bool> PgDraftStore::SaveDraft(const DraftKey& key, const std::string& etag, const StoredDraft& draft,
                                             const RequestKey& request, absl::Time now, absl::Time deadline) {
  bool saved = false;
  const absl::Status status = RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    const pqxx::result rows = transaction.Execute(
        sql::kSaveDraft, key.plan, key.draft, key.owner.department, key.owner.region, etag, draft.draft.etag(),
        pqxx::binarystring(draft.request_hash), pqxx::binarystring(draft.draft.SerializeAsString()), PgTime(now));
    saved = rows.affected_rows() == 1;
    if (saved) AppendAuditOf(transaction, request, NameOf(key), "saved a draft", now);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return saved;
}

absl::Status PgDraftStore::DeleteDraft(const DraftKey& key, const RequestKey& request, absl::Time now,
                                       absl::Time deadline) {
  return RunTransaction(pool_, deadline, [&](PgTransaction& transaction) {
    const pqxx::result rows =
        transaction.Execute(sql::kDeleteDraft, key.plan, key.draft, key.owner.department, key.owner.region);
    if (rows.affected_rows() > 0) AppendAuditOf(transaction, request, NameOf(key), "deleted a draft", now);
    return absl::OkStatus();
  });
}

}  // namespace lianfang::submission
