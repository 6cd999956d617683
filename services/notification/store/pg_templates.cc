// The PostgreSQL store's templates.
#include "common/pg/mutation.h"
#include "common/pg/reading.h"
#include "services/notification/store/notification_sql.h"
#include "services/notification/store/pg_notification_store.h"
#include "services/notification/store/pg_rows.h"

namespace lianfang::notification {

using v1::TemplateVersion;

absl::StatusOr<TemplateVersion> PgNotificationStore::PutTemplateVersion(const TemplatePut& put, absl::Time deadline) {
  const TemplateChange& change = put.change;
  return RunMutation<TemplateVersion>(
      pool_, put.key, change.now, deadline, [&](PgTransaction& transaction) -> absl::StatusOr<Outcome> {
        transaction.Execute(sql::kLockTemplates);
        std::optional<TemplateVersion> newest;
        const pqxx::result rows = transaction.Execute(sql::kNewestVersion, change.name);
        if (!rows.empty()) newest = Parse<TemplateVersion>(rows[0][0]);
        auto decided = DecideTemplateVersion(newest, change);
        if (!decided.ok()) return decided.status();
        transaction.Execute(sql::kInsertVersion, change.name, VersionNumber(decided->name()), Bytes(*decided));
        const char* what = decided->reset() ? "reset: " : "uploaded: ";
        return Outcome{decided->SerializeAsString(), decided->name(), what + change.reason};
      });
}

absl::StatusOr<int64_t> PgNotificationStore::CountTemplateVersions(absl::Time deadline) {
  return Reading<int64_t>(pool_, deadline, [](PgTransaction& reads, int64_t& count) {
    count = reads.Execute(sql::kCountVersions).at(0)[0].as<int64_t>();
  });
}

absl::StatusOr<std::vector<TemplateVersion>> PgNotificationStore::NewestTemplateVersions(absl::Time deadline) {
  using Rows = std::vector<TemplateVersion>;
  return Reading<Rows>(pool_, deadline, [](PgTransaction& reads, Rows& versions) {
    versions = ParseAll<TemplateVersion>(reads.Execute(sql::kNewestVersions));
  });
}

absl::StatusOr<std::vector<TemplateVersion>> PgNotificationStore::ListTemplateVersions(const std::string& name,
                                                                                       const Page& page,
                                                                                       absl::Time deadline) {
  using Rows = std::vector<TemplateVersion>;
  return Reading<Rows>(pool_, deadline, [&](PgTransaction& reads, Rows& versions) {
    versions =
        ParseAll<TemplateVersion>(reads.Execute(sql::kListVersions, name, VersionNumber(page.after), page.limit));
  });
}

}  // namespace lianfang::notification
